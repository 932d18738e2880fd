package dev.postern.app;

import dev.postern.collector.Assignment;
import dev.postern.collector.Preview;
import dev.postern.config.Configuration;
import dev.postern.config.Settings;
import dev.postern.config.Whereabouts;
import dev.postern.control.AccountsView;
import dev.postern.control.AuditOrder;
import dev.postern.control.AuditReport;
import dev.postern.control.CheckOrder;
import dev.postern.control.CheckReport;
import dev.postern.control.CollectReport;
import dev.postern.control.DemoReport;
import dev.postern.control.ExplainReport;
import dev.postern.control.InitReport;
import dev.postern.control.Narrator;
import dev.postern.control.Operations;
import dev.postern.control.Outgoing;
import dev.postern.control.PreviewReport;
import dev.postern.control.Question;
import dev.postern.control.SendReport;
import dev.postern.control.ServiceClient;
import dev.postern.control.ServiceStatus;
import dev.postern.control.SettingsReport;
import dev.postern.control.SetupReport;
import dev.postern.control.UnusableException;
import dev.postern.control.Via;
import dev.postern.event.Event;
import dev.postern.event.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an operator may ask, done by the parts of the gateway.
final class GatewayOperations implements Operations {

    private final Gateway.Environment world;

    /// @param world its listener hears every event besides the command's own
    GatewayOperations(Gateway.Environment world) {
        this.world = world;
    }

    @Override
    public SettingsReport checkSettings(Path file) {
        return SettingsFile.check(file);
    }

    @Override
    public void run(Path file, Optional<LogFormat> logFormat)
            throws IOException, InterruptedException {
        SettingsFile read = SettingsFile.read(file);
        Settings.Log log = read.settings().log();
        boolean json =
                logFormat
                        .map(format -> format == LogFormat.JSON)
                        .orElse(log.format() == Settings.Log.Format.JSON);
        LogSetup.apply(json, level(log.level()));
        Events listener = new LogListener(log.privacy() ? Privacy.ON : Privacy.OFF);
        read.warnings()
                .forEach(text -> listener.report(new Event.Service("settings", Optional.of(text))));
        try (DataFolder folder = new DataFolder(read.settings().data())) {
            folder.takeForService();
            Service.run(Gateway.open(read.settings(), environment(listener)), file, folder);
        }
    }

    @Override
    public CheckReport check(Path file, CheckOrder order) throws IOException, InterruptedException {
        Settings settings = SettingsFile.read(file).settings();
        return Examination.of(settings, order, service(whereabouts(file)).isPresent(), world);
    }

    private static String level(Settings.Log.Level level) {
        return switch (level) {
            case ERROR -> "error";
            case WARNING -> "warn";
            case INFO -> "info";
            case DEBUG -> "debug";
            case TRACE -> "trace";
        };
    }

    @Override
    public CollectReport collect(Path file, String name, Narrator narrator)
            throws IOException, InterruptedException {
        Settings settings = SettingsFile.read(file).settings();
        VisitByHand visit = new VisitByHand(name, narrator);
        try (Gateway gateway = Gateway.open(settings, environment(visit))) {
            return visit.run(gateway, assignment(gateway, settings, name));
        }
    }

    @Override
    public PreviewReport preview(Path file, String name) throws IOException, InterruptedException {
        Settings settings = SettingsFile.read(file).settings();
        try (Gateway gateway = Gateway.open(settings, environment(Quiet.EVENTS))) {
            Preview preview = gateway.collector().preview(assignment(gateway, settings, name));
            return new PreviewReport(
                    name,
                    preview.there(),
                    preview.wanted().stream()
                            .map(item ->
                                    new PreviewReport.Item(
                                            item.id(), item.received(), item.messageId()))
                            .toList(),
                    preview.renumbered());
        }
    }

    private static Assignment assignment(Gateway gateway, Settings settings, String name)
            throws IOException {
        return gateway.wiring().assignments(settings).stream()
                .filter(one -> one.plan().name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new UnusableException(
                                "The settings have no mailbox '%s' under `collect`; they have %s."
                                        .formatted(
                                                name,
                                                settings.collect().isEmpty()
                                                        ? "none"
                                                        : String.join(
                                                                ", ",
                                                                settings.collect().keySet()))));
    }

    @Override
    public Optional<ServiceStatus> status(Path file) throws IOException {
        Optional<ServiceClient> service = service(whereabouts(file));
        return service.isEmpty()
                ? Optional.empty()
                : service.get().ask("status", "", ServiceStatus.class);
    }

    @Override
    public List<String> reload(Path file) throws IOException {
        Whereabouts at = whereabouts(file);
        Optional<String[]> changes = Optional.empty();
        Optional<ServiceClient> service = service(at);
        if (service.isPresent()) {
            changes = service.get().ask("reload", "", String[].class);
        }
        return Arrays.asList(
                changes.orElseThrow(() ->
                        new UnusableException(
                                "No service is running on %s; there is nothing to reload. Start it: postern run -c %s"
                                        .formatted(at.data(), file))));
    }

    /// A service goes on when its file has got mistakes, so those are no reason not to find it.
    private static Whereabouts whereabouts(Path file) throws UnusableException {
        Optional<Whereabouts> at = Configuration.whereabouts(file);
        if (at.isPresent()) {
            return at.get();
        }
        // It does not even name the folder: say all that is wrong with it.
        Settings settings = SettingsFile.read(file).settings();
        return new Whereabouts(settings.data(), settings.control().socket());
    }

    private static Optional<ServiceClient> service(Whereabouts at) throws IOException {
        Path socket =
                at.socket().isPresent() ? at.socket().get() : new DataFolder(at.data()).socket();
        return Files.exists(socket) ? Optional.of(new ServiceClient(socket)) : Optional.empty();
    }

    @Override
    public SendReport send(Path file, Outgoing message, Optional<Via> via)
            throws IOException, InterruptedException {
        Path temporary = Files.createTempDirectory("postern-send-");
        try (OutgoingMail mail =
                OutgoingMail.write(message, temporary, world.clock(), world.random())) {
            return via.isPresent()
                    ? SendByServer.send(mail, via.get())
                    : SendIntoQueue.send(mail, SettingsFile.read(file).settings(), world);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    @Override
    public QueueView queue(Path file) throws IOException {
        Path data = whereabouts(file).data();
        return new DeskView(
                Store.find(data, world)
                        .orElseThrow(() ->
                                new UnusableException(
                                        ("There is no queue in %s: nothing was collected with these settings yet."
                                                        + " The first `postern run` or `postern collect NAME --once` makes it.")
                                                .formatted(data))));
    }

    @Override
    public AccountsView accounts(Path file) throws IOException {
        return new AccountBooks(whereabouts(file).data(), world);
    }

    @Override
    public AuditReport audit(Path file, AuditOrder order, Narrator narrator) throws IOException {
        return new AuditRun(world.clock(), order, narrator)
                .run(file, data -> new AccountBooks(data, world).devices());
    }

    @Override
    public DemoReport demo(boolean once, Narrator narrator)
            throws IOException, InterruptedException {
        return new Demo(narrator, world.random()).run(once);
    }

    @Override
    public void lab(LabOrder order, Narrator narrator) throws IOException, InterruptedException {
        LabRun.run(order, narrator);
    }

    @Override
    public ExplainReport explain(String words, Optional<Named> name) throws IOException {
        return Advisory.explain(words, name);
    }

    @Override
    public SetupReport setup(Path file, List<String> names, Path folder) throws IOException {
        return FirstSteps.setup(file, names, folder, world);
    }

    @Override
    public Optional<String> mistake(Question question, String answer) {
        return FirstSteps.mistake(question, answer);
    }

    @Override
    public InitReport init(Path file, Map<Question, String> answers) throws IOException {
        return FirstSteps.init(file, answers);
    }

    @Override
    public Path defaultSettings() {
        return Configuration.find(Path.of("")).orElse(Path.of("postern.yaml"));
    }

    @Override
    public String version() {
        return Version.current();
    }

    private Gateway.Environment environment(Events listener) {
        return new Gateway.Environment(
                Events.toAll(List.of(listener, world.listener())),
                world.clock(),
                world.steady(),
                world.random(),
                world.variables(),
                world.crash(),
                world.limits());
    }
}
