package dev.postern.app;

import dev.postern.collector.Assignment;
import dev.postern.collector.Collector;
import dev.postern.config.Settings;
import dev.postern.control.UnusableException;
import dev.postern.event.Alarms;
import dev.postern.event.Event;
import dev.postern.event.Events;
import dev.postern.proxy.ProxyListener;
import dev.postern.queue.CrashPoint;
import dev.postern.queue.Outlet;
import dev.postern.queue.QueueDesk;
import dev.postern.queue.QueueStore;
import dev.postern.token.CachedTokens;
import dev.postern.token.TokenSettings;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;

/// The service, put together: this is the architecture, by hand.
///
/// ```
/// tokens ──▶ collector ─┐
///   │        inlets ────┴▶ queue ──▶ deliveries ──▶ destinations
///   └────▶ proxies
/// ```
///
/// [#start] and [#close] are for one thread; the rest may be used from any.
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
    private final Admittance admittance;
    private final Inlets inlets;
    private final Proxies proxies;
    private final Housekeeping housekeeping;
    private final Orphans orphans;
    private final ExpiryWatch expiries;
    private final Listings listings;
    private final ReentrantLock reloading = new ReentrantLock();
    private boolean closing;
    private volatile Settings settings;

    /// What the gateway needs from the world outside.
    ///
    /// @param listener hears every event, alarms only once
    /// @param steady goes on evenly when somebody sets the clock
    /// @param random one that many threads may use
    /// @param variables the process's environment
    record Environment(
            Events listener,
            InstantSource clock,
            InstantSource steady,
            java.util.random.RandomGenerator random,
            Map<String, String> variables,
            CrashPoint crash,
            TimeLimits limits) {

        /// The process as it is.
        static Environment ofThisProcess() {
            return new Environment(
                    Quiet.EVENTS,
                    InstantSource.system(),
                    new SteadyClock(InstantSource.system()),
                    new SecureRandom(),
                    System.getenv(),
                    CrashPoint.NONE,
                    TimeLimits.USUAL);
        }
    }

    private Gateway(
            Settings settings,
            Environment environment,
            Alarms alarms,
            QueueStore queue,
            Admittance admittance) {
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
                                queue.intake(),
                                queue.ledger(),
                                alarms,
                                environment.clock(),
                                environment.crash()),
                        tokens,
                        environment.random(),
                        environment.limits().mailbox());
        this.deliveries =
                new Deliveries(
                        new Destinations(
                                new Ways(
                                        wiring,
                                        tokens,
                                        environment.clock(),
                                        Store.temporary(settings.data()),
                                        environment.limits()),
                                new Reports(
                                        queue.intake(),
                                        alarms,
                                        environment.clock(),
                                        environment.random()),
                                Store.temporary(settings.data()),
                                environment.clock(),
                                environment.random()),
                        queue.outlet(),
                        alarms,
                        environment.steady(),
                        environment.random());
        this.admittance = admittance;
        this.inlets =
                new Inlets(admittance, queue, alarms, environment.clock(), environment.random());
        this.proxies =
                new Proxies(
                        wiring,
                        new ProxyListener.Surroundings(
                                admittance.mailboxes(),
                                tokens,
                                new ProxyListener.Shared(environment.clock()),
                                alarms,
                                environment.clock()));
        this.orphans = new Orphans(alarms);
        this.expiries = new ExpiryWatch(alarms, environment.clock());
        this.listings = new Listings(environment);
        this.housekeeping = new Housekeeping(queue.desk(), alarms, environment.clock());
    }

    /// Builds the gateway; nothing runs yet.
    ///
    /// @throws IOException with a text for the operator, if the store cannot be used
    static Gateway open(Settings settings, Environment environment) throws IOException {
        Alarms alarms = new Alarms(environment.listener(), environment.clock());
        Inlets.prepare(settings, alarms);
        QueueStore queue = Store.open(settings, alarms, environment);
        try {
            Admittance admittance = Admittance.open(settings.data(), alarms, environment);
            return new Gateway(settings, environment, alarms, queue, admittance);
        } catch (IOException | RuntimeException e) {
            queue.close();
            throw e;
        }
    }

    /// Begins to collect and to hand over.
    void start() throws IOException {
        deliveries.replace(settings);
        collector.start(wiring.assignments(settings));
        admittance.start();
        inlets.replace(settings);
        proxies.replace(settings);
        housekeeping.start(settings.history().keep(), this::makeRound);
        report("started", Optional.of(words(settings)));
    }

    /// Begins to hand over only: for one visit by hand.
    void startDeliveries() throws IOException {
        deliveries.replace(settings);
    }

    /// Takes over new settings; what did not change goes on undisturbed.
    ///
    /// @return what changed, in words
    /// @throws UnusableException if they cannot be taken over; nothing has changed then
    List<String> reload(Settings next) throws IOException {
        reloading.lock();
        try {
            if (closing) {
                throw new UnusableException("The service is stopping.");
            }
            Changes changes = Changes.between(settings, next);
            if (!changes.impossible().isEmpty()) {
                throw new UnusableException(String.join("\n", changes.impossible()));
            }
            List<Assignment> assignments = wiring.assignments(next);
            deliveries.replace(next);
            collector.replace(assignments);
            inlets.replace(next);
            proxies.replace(next);
            tokens.retain(wiring.tenants(next));
            settings = next;
            report("settings read anew", Optional.of(String.join("; ", changes.words())));
            lookAround();
            return changes.words();
        } finally {
            reloading.unlock();
        }
    }

    Collector collector() {
        return collector;
    }

    Wiring wiring() {
        return wiring;
    }

    Inlets inlets() {
        return inlets;
    }

    Proxies proxies() {
        return proxies;
    }

    QueueDesk desk() {
        return queue.desk();
    }

    CachedTokens tokens() {
        return tokens;
    }

    Listings listings() {
        return listings;
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
        return settings;
    }

    private void makeRound() throws IOException, InterruptedException {
        listings.renew(settings);
        lookAround();
    }

    private void lookAround() throws IOException {
        expiries.look(settings, listings::of);
        lookForOrphans();
    }

    /// Raises an alarm for what waits for a destination that the settings no longer have, and
    /// clears it when nothing does any more.
    void lookForOrphans() throws IOException {
        Set<String> known = new HashSet<>(settings.destinations().keySet());
        settings.relay().ifPresent(_ -> known.add(Outlet.SENDER));
        orphans.look(queue.desk().level(), known);
    }

    private void report(String text, Optional<String> detail) {
        alarms.report(new Event.Service(text, detail));
    }

    private static String words(Settings settings) {
        return "%d mailboxes, %d listeners, %d destinations, data in %s"
                .formatted(
                        settings.collect().size(),
                        settings.relay().map(relay -> relay.listeners().size()).orElse(0)
                                + settings.proxy().size(),
                        settings.destinations().size(),
                        settings.data());
    }

    /// Stops in order: no new mail, finish what is in hand, close the store.
    @Override
    public void close() throws IOException {
        report("stopping", Optional.empty());
        noMoreReloads();
        try (queue) {
            housekeeping.close();
            closeDoors();
            collector.stop(STOP_PATIENCE);
            deliveries.stop(STOP_PATIENCE);
            admittance.close();
            tokens.close();
        }
        report("stopped", Optional.empty());
    }

    private void closeDoors() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.execute(proxies::close);
            inlets.close();
        }
    }

    private void noMoreReloads() {
        reloading.lock();
        try {
            closing = true;
        } finally {
            reloading.unlock();
        }
    }
}
