package dev.postern.app;

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

    /// Reads the file anew. If that cannot be, what runs goes on as it is, and a person is told:
    /// whoever asked, and everybody else by an alarm.
    private List<String> reload() throws IOException {
        String subject = "settings cannot be read anew";
        try {
            List<String> changes = gateway.reload(SettingsFile.read(file).settings());
            gateway.alarms().report(new Event.AlarmCleared(subject));
            return changes;
        } catch (IOException e) {
            String text = "The service goes on with the settings it has. " + e.getMessage();
            gateway.alarms().report(new Event.AlarmRaised(subject, text));
            throw new UnusableException(text);
        }
    }

    private void reloadBySignal() {
        try {
            List<String> _ = reload();
        } catch (IOException _) {
            // The alarm has said it.
        }
    }

    private String visit(String name) throws IOException {
        if (!gateway.collector().visitNow(name)) {
            throw new UnusableException("This service collects no mailbox '" + name + "'.");
        }
        return name;
    }
}
