package dev.postern.app;

import dev.postern.config.Configuration;
import dev.postern.config.Settings;
import dev.postern.control.AccountsView;
import dev.postern.event.Event;
import dev.postern.lab.Lab;
import dev.postern.queue.QueueDesk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The whole gateway inside this process, as its settings make it, and what it reports. Any thread
/// may ask; one starts and ends it.
public final class RunningGateway implements AutoCloseable {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(15);
    private static final long LOOK_EVERY_MILLIS = 20;

    private final Path folder;
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private final Semaphore happened = new Semaphore(0);
    private final Gateway.Environment world;
    private final Gateway gateway;

    private RunningGateway(Path folder, String yaml, InstantSource clock) throws IOException {
        this.folder = folder;
        this.world = QuietWorld.at(clock, this::note);
        Files.createDirectories(folder.resolve("data"));
        this.gateway = Gateway.open(settings(yaml), world);
    }

    /// @param yaml settings whose data folder is `data`
    public static RunningGateway start(Path folder, String yaml, InstantSource clock)
            throws IOException {
        RunningGateway running = new RunningGateway(folder, yaml, clock);
        try {
            running.gateway.start();
            return running;
        } catch (IOException | RuntimeException e) {
            running.gateway.close();
            throw e;
        }
    }

    /// The settings that `postern lab` writes for this lab.
    public static String labSettings(Lab.Started lab) {
        return LabYaml.forReadyMadeWorld(lab);
    }

    private Settings settings(String yaml) throws IOException {
        Path file = folder.resolve("postern.yaml");
        Files.writeString(file, yaml);
        return switch (Configuration.load(file)) {
            case Configuration.Valid(Settings settings, _) -> settings;
            case Configuration.Invalid invalid -> throw new AssertionError(invalid.report());
        };
    }

    private void note(Event event) {
        events.add(event);
        happened.release();
    }

    /// Takes over other settings, as after SIGHUP.
    public List<String> reload(String yaml) throws IOException {
        return gateway.reload(settings(yaml));
    }

    /// What happened so far of this kind, oldest first.
    public <E extends Event> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    public QueueDesk desk() {
        return gateway.desk();
    }

    /// The accounts as `postern account` and `postern devices` have them.
    public AccountsView accounts() {
        return new AccountBooks(folder.resolve("data"), world);
    }

    /// A question whose answer may take a while to become yes.
    @FunctionalInterface
    public interface Question {
        boolean answer() throws Exception;
    }

    /// Asks after every event, and now and then all the same; fails if it does not become yes.
    public void await(String what, Question question) throws Exception {
        long end = System.nanoTime() + PATIENCE;
        while (!question.answer()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come to this: " + what + "; " + events);
            }
            boolean _ = happened.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() throws IOException {
        gateway.close();
    }
}
