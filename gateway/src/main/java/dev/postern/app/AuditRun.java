package dev.postern.app;

import dev.postern.audit.Audit;
import dev.postern.audit.CsvReport;
import dev.postern.audit.HtmlReport;
import dev.postern.audit.Summary;
import dev.postern.audit.Texts;
import dev.postern.audit.sheet.UnreadableException;
import dev.postern.config.Configuration;
import dev.postern.config.Relay;
import dev.postern.config.Whereabouts;
import dev.postern.control.AuditOrder;
import dev.postern.control.AuditReport;
import dev.postern.control.DeviceEntry;
import dev.postern.control.Narrator;
import dev.postern.control.UnusableException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One `postern audit`. Made for one; used by one thread.
final class AuditRun {

    private static final String RUNS = "audit.jsonl";

    private final InstantSource clock;
    private final AuditOrder order;
    private final Narrator narrator;

    AuditRun(InstantSource clock, AuditOrder order, Narrator narrator) {
        this.clock = clock;
        this.order = order;
        this.narrator = narrator;
    }

    /// Where devices are remembered.
    interface Devices {
        List<DeviceEntry> in(Path data) throws IOException;
    }

    /// @param file the settings, if they are there
    AuditReport run(Path file, Devices devices) throws IOException {
        boolean settings = Files.exists(file);
        if (order.devices() && !settings) {
            throw new UnusableException(
                    "There are no settings in %s, so there is no telling whose devices are meant: name them with -c FILE."
                            .formatted(file));
        }
        Optional<Path> data =
                settings
                        ? Configuration.whereabouts(file).map(Whereabouts::data)
                        : Optional.empty();
        Audit audit = audit(file, data, devices);
        Texts texts = Texts.of(order.language());
        if (order.html().isPresent()) {
            write(order.html().get(), to -> HtmlReport.write(audit, texts, to));
        }
        if (order.csv().isPresent()) {
            write(order.csv().get(), to -> CsvReport.write(audit, texts, to));
        }
        return Summary.of(audit, texts, order.everything(), order.limit());
    }

    private Audit audit(Path file, Optional<Path> data, Devices devices) throws IOException {
        try {
            return Audit.of(
                    new Audit.Terms(
                            order.files(),
                            order.devices() && data.isPresent()
                                    ? visitors(devices.in(data.get()))
                                    : List.of(),
                            order.columns(),
                            internalDomains(file),
                            Duration.ofDays(order.days()),
                            runs(data)),
                    clock.instant(),
                    (path, index) ->
                            narrator.progress(path.toString(), index, order.files().size()));
        } catch (UnreadableException e) {
            throw new UnusableException(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new UnusableException(
                    "--column: '%s' is not a meaning that a column can have."
                            .formatted(e.getMessage()));
        } finally {
            narrator.progress("", order.files().size(), order.files().size());
        }
    }

    private static List<Audit.Visitor> visitors(List<DeviceEntry> devices) {
        return devices.stream()
                .map(device ->
                        new Audit.Visitor(
                                device.account(),
                                device.senders(),
                                device.address(),
                                device.visits()))
                .toList();
    }

    private List<String> internalDomains(Path file) {
        List<String> domains = new ArrayList<>(order.internalDomains());
        if (Files.exists(file) && Configuration.load(file) instanceof Configuration.Valid valid) {
            domains.addAll(valid.settings().relay().map(Relay::internalDomains).orElse(List.of()));
        }
        return domains;
    }

    /// In the data folder only if that is there: an audit does not make one.
    private Optional<Path> runs(Optional<Path> data) {
        if (!order.keepRuns()) {
            return Optional.empty();
        }
        return order.runs()
                .or(() -> data.filter(Files::isDirectory).map(folder -> folder.resolve(RUNS)));
    }

    /// Something that writes a report.
    private interface Report {
        void write(Writer to) throws IOException;
    }

    private void write(Path file, Report report) throws IOException {
        try (Writer to = Files.newBufferedWriter(file)) {
            report.write(to);
        }
        narrator.say("written: " + file);
    }
}
