package dev.postern.app;

import dev.postern.collector.Collector;
import dev.postern.config.Settings;
import dev.postern.event.Alarms;
import dev.postern.event.Event;
import dev.postern.event.Events;
import dev.postern.queue.CrashPoint;
import dev.postern.queue.DeliveryState;
import dev.postern.queue.QueueDesk;
import dev.postern.queue.QueueStore;
import dev.postern.queue.sqlite.SqliteQueue;
import dev.postern.queue.sqlite.SqliteSettings;
import dev.postern.token.CachedTokens;
import dev.postern.token.TokenSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The service, put together: this is the architecture, by hand.
///
/// ```
/// tokens ──▶ collector ──▶ queue ──▶ deliveries ──▶ destinations
/// ```
///
/// [#start], [#reload] and [#close] are for one thread; the rest may be used from any.
final class Gateway implements AutoCloseable {

    /// The message in hand is finished within this, or cut and repeated after the next start.
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

    private final InstantSource clock;
    private final Alarms alarms;
    private final QueueStore queue;
    private final CachedTokens tokens;
    private final Wiring wiring = new Wiring();
    private final Collector collector;
    private final Deliveries deliveries;
    private final Housekeeping housekeeping;
    private final ReentrantLock lock = new ReentrantLock();
    private Settings settings;

    /// What the gateway needs from the world outside.
    ///
    /// @param listener hears every event, alarms only once
    /// @param random one that many threads may use
    /// @param variables the process's environment
    record Environment(
            Events listener,
            InstantSource clock,
            java.util.random.RandomGenerator random,
            Map<String, String> variables,
            CrashPoint crash) {

        /// The process as it is.
        static Environment ofThisProcess() {
            return new Environment(
                    Quiet.EVENTS,
                    InstantSource.system(),
                    new SecureRandom(),
                    System.getenv(),
                    CrashPoint.NONE);
        }
    }

    private Gateway(Settings settings, Environment environment, Alarms alarms, QueueStore queue) {
        this.settings = settings;
        this.clock = environment.clock();
        this.alarms = alarms;
        this.queue = queue;
        this.tokens =
                CachedTokens.open(
                        TokenSettings.usual(environment.variables()),
                        alarms,
                        environment.clock(),
                        environment.random());
        this.collector =
                new Collector(
                        new dev.postern.collector.Surroundings(
                                queue.intake(), queue.ledger(), alarms, environment.clock()),
                        tokens,
                        environment.random());
        this.deliveries =
                new Deliveries(
                        new Destinations(
                                settings.data().resolve("tmp"),
                                environment.clock(),
                                environment.random()),
                        queue.outlet(),
                        alarms,
                        environment.clock(),
                        environment.random());
        this.housekeeping = new Housekeeping(queue.desk(), alarms, environment.clock());
    }

    /// Builds the gateway; nothing runs yet.
    ///
    /// @throws IOException with a text for the operator, if the store cannot be used
    static Gateway open(Settings settings, Environment environment) throws IOException {
        Alarms alarms = new Alarms(environment.listener(), environment.clock());
        Files.createDirectories(settings.data().resolve("tmp"));
        SqliteSettings usual = SqliteSettings.in(settings.data());
        QueueStore queue =
                SqliteQueue.open(
                        new SqliteSettings(
                                usual.file(),
                                usual.memory(),
                                settings.queue().reserve().bytes(),
                                usual.sizeMax(),
                                usual.patience()),
                        new dev.postern.queue.sqlite.Surroundings(
                                environment.clock(),
                                environment.random(),
                                alarms,
                                environment.crash()));
        return new Gateway(settings, environment, alarms, queue);
    }

    /// Begins to collect and to hand over.
    void start() throws IOException {
        deliveries.replace(settings.destinations());
        collector.start(wiring.assignments(settings));
        housekeeping.start(settings.history().keep());
        report("started", Optional.of(words(settings)));
        tellOfOrphans();
    }

    /// Begins to hand over only: for one visit by hand.
    void startDeliveries() throws IOException {
        deliveries.replace(settings.destinations());
    }

    /// Takes over new settings; what did not change goes on undisturbed.
    ///
    /// @return what changed, in words
    List<String> reload(Settings next) throws IOException {
        lock.lock();
        try {
            List<String> changes = new ArrayList<>(Changes.between(settings, next));
            if (!next.data().equals(settings.data())) {
                changes.add("`data` cannot change while the service runs: restart it for that");
            }
            collector.replace(wiring.assignments(next));
            deliveries.replace(next.destinations());
            settings = next;
            report("settings read anew", Optional.of(String.join("; ", changes)));
            tellOfOrphans();
            return changes.isEmpty() ? List.of("nothing changed") : changes;
        } finally {
            lock.unlock();
        }
    }

    Collector collector() {
        return collector;
    }

    Wiring wiring() {
        return wiring;
    }

    QueueDesk desk() {
        return queue.desk();
    }

    CachedTokens tokens() {
        return tokens;
    }

    InstantSource clock() {
        return clock;
    }

    Alarms alarms() {
        return alarms;
    }

    Deliveries deliveries() {
        return deliveries;
    }

    Settings settings() {
        lock.lock();
        try {
            return settings;
        } finally {
            lock.unlock();
        }
    }

    /// Messages that wait for a destination that the settings no longer have wait for ever: a
    /// person must know.
    private void tellOfOrphans() throws IOException {
        for (var level : queue.desk().level().deliveries().entrySet()) {
            long waiting =
                    level.getValue().getOrDefault(DeliveryState.WAITING, 0L)
                            + level.getValue().getOrDefault(DeliveryState.SENDING, 0L);
            String subject = "destination " + level.getKey() + " is not in the settings";
            if (waiting > 0 && !settings.destinations().containsKey(level.getKey())) {
                alarms.report(
                        new Event.AlarmRaised(
                                subject,
                                waiting
                                        + " messages wait for it. Put it back into the settings, or take them"
                                        + " out: postern queue export, postern queue delete"));
            } else {
                alarms.report(new Event.AlarmCleared(subject));
            }
        }
    }

    private void report(String text, Optional<String> detail) {
        alarms.report(new Event.Service(text, detail));
    }

    private static String words(Settings settings) {
        return "%d mailboxes, %d destinations, data in %s"
                .formatted(
                        settings.collect().size(), settings.destinations().size(), settings.data());
    }

    /// Stops in order: no new mail, finish what is in hand, close the store.
    @Override
    public void close() throws IOException {
        report("stopping", Optional.empty());
        try (queue) {
            housekeeping.close();
            collector.stop(STOP_PATIENCE);
            deliveries.stop(STOP_PATIENCE);
            tokens.close();
        }
        report("stopped", Optional.empty());
    }
}
