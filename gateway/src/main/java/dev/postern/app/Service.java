package dev.postern.app;

import dev.postern.config.Configuration;
import dev.postern.config.Settings;
import dev.postern.control.ServiceSocket;
import dev.postern.control.ServiceStatus;
import dev.postern.control.UnusableException;
import dev.postern.event.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The gateway as a service: runs until SIGTERM, reads its settings anew on SIGHUP, answers its
/// operator.
final class Service {

    /// The process ends after this, come what may; a service manager's own patience is longer.
    private static final Duration STOP_MAX = Duration.ofSeconds(45);

    private final Gateway gateway;
    private final Path file;
    private final DataFolder folder;
    private final StatusReport status;
    private final StopOrder stop = StopOrder.listen(STOP_MAX);

    private Service(Gateway gateway, Path file, DataFolder folder) {
        this.gateway = gateway;
        this.file = file;
        this.folder = folder;
        this.status = new StatusReport(gateway, gateway.clock().instant());
    }

    /// Runs the gateway until the process is told to stop, and closes it.
    ///
    /// @param file where its settings came from, and come from again
    /// @param folder taken for this service
    static void run(Gateway gateway, Path file, DataFolder folder)
            throws IOException, InterruptedException {
        Service service = new Service(gateway, file, folder);
        try (gateway) {
            service.runUntilStopped();
        } finally {
            service.stop.obeyed();
        }
    }

    private void runUntilStopped() throws IOException, InterruptedException {
        try (var _ = ServiceSocket.open(address(), answers())) {
            boolean _ = Signals.on("HUP", this::reloadBySignal);
            gateway.start();
            stop.await();
        }
    }

    private Path address() throws IOException {
        Optional<Path> named = gateway.settings().control().socket();
        return named.isPresent() ? named.get() : folder.socket();
    }

    private Map<String, ServiceSocket.Answer> answers() {
        return Map.of(
                "status", _ -> statusNow(),
                "reload", _ -> reload(),
                "visit", this::visit);
    }

    private ServiceStatus statusNow() throws IOException {
        return status.now();
    }

    private List<String> reload() throws IOException {
        return switch (Configuration.load(file)) {
            case Configuration.Valid(Settings next, _) -> gateway.reload(next);
            case Configuration.Invalid invalid ->
                    throw new UnusableException(
                            "The settings have mistakes; those that run stay as they are.\n"
                                    + invalid.report());
        };
    }

    private void reloadBySignal() {
        String subject = "settings cannot be read anew";
        try {
            List<String> _ = reload();
            gateway.alarms().report(new Event.AlarmCleared(subject));
        } catch (IOException e) {
            gateway.alarms().report(new Event.AlarmRaised(subject, String.valueOf(e.getMessage())));
        }
    }

    private String visit(String name) throws IOException {
        if (!gateway.collector().visitNow(name)) {
            throw new UnusableException("This service collects no mailbox '" + name + "'.");
        }
        return name;
    }
}
