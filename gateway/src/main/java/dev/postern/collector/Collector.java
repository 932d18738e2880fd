package dev.postern.collector;

import dev.postern.token.TokenSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All mailboxes that are collected, each on a virtual thread of its own.
///
/// A mailbox that hangs delays no other. [#replace] takes over new settings while the rest goes on.
/// Safe for use by many threads.
public final class Collector implements AutoCloseable {

    /// Between the first visits of two mailboxes: a thousand of them begin within twenty seconds.
    private static final Duration SPREAD = Duration.ofMillis(20);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private record Running(Assignment assignment, MailboxCollector collector, Future<?> task) {}

    private final Surroundings around;
    private final SessionFactory factory;
    private final RandomGenerator random;
    private final SilenceWatch watch;
    private final Map<String, Patience> patienceByTenant = new ConcurrentHashMap<>();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("collect-", 0).factory());

    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<String, Running> running = new LinkedHashMap<>();

    public Collector(Surroundings around, TokenSource tokens, RandomGenerator random) {
        this.around = around;
        this.factory = new SessionFactory(tokens, around);
        this.random = random;
        this.watch = new SilenceWatch(around.events(), around.clock());
    }

    /// Begins to collect, and to watch for silence.
    public void start(Collection<Assignment> assignments) {
        replace(assignments);
        threads.submit(this::watchForSilence);
    }

    /// Takes over changed assignments: what is gone is stopped after the batch in hand, what is new
    /// begins, what is as it was goes on undisturbed.
    public void replace(Collection<Assignment> assignments) {
        Map<String, Assignment> wanted = new LinkedHashMap<>();
        assignments.forEach(one -> wanted.put(one.plan().name(), one));
        lock.lock();
        try {
            running.values()
                    .removeIf(one -> stopUnless(wanted.get(one.assignment().plan().name()), one));
            Instant first = around.clock().instant();
            for (Assignment one : wanted.values()) {
                if (!running.containsKey(one.plan().name())) {
                    running.put(one.plan().name(), begin(one, first));
                    first = first.plus(SPREAD);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean stopUnless(@Nullable Assignment wanted, Running one) {
        boolean changed = !one.assignment().equals(wanted);
        if (changed) {
            one.collector().stop();
        }
        return changed;
    }

    private Running begin(Assignment assignment, Instant first) {
        MailboxCollector collector = collector(assignment);
        collector.firstVisit(first);
        return new Running(assignment, collector, threads.submit(collector));
    }

    private MailboxCollector collector(Assignment assignment) {
        Patience patience =
                patienceByTenant.computeIfAbsent(
                        assignment.server().tenant().name(), _ -> new Patience(around.clock()));
        return new MailboxCollector(
                assignment.plan(), factory.sessions(assignment), around, patience, random);
    }

    /// Makes one visit on the caller's thread, without starting anything.
    ///
    /// @return how it went: [MailboxStatus#trouble] is empty if it came to its end
    public MailboxStatus visitOnce(Assignment assignment) throws InterruptedException {
        MailboxCollector collector = collector(assignment);
        collector.visit();
        return collector.status();
    }

    /// Lists what a visit would take, and changes nothing.
    public Preview preview(Assignment assignment) throws IOException, InterruptedException {
        return Preview.of(assignment.plan(), factory.sessions(assignment), around);
    }

    /// Asks a mailbox's collector for a visit now.
    ///
    /// @return whether such a mailbox is collected
    public boolean visitNow(String name) {
        Optional<Running> found = find(name);
        found.ifPresent(one -> one.collector().visitNow());
        return found.isPresent();
    }

    private Optional<Running> find(String name) {
        lock.lock();
        try {
            return Optional.ofNullable(running.get(name));
        } finally {
            lock.unlock();
        }
    }

    /// How all mailboxes are doing, in the order of the settings.
    public List<MailboxStatus> status() {
        List<MailboxStatus> all = new ArrayList<>();
        running().forEach(one -> all.add(one.collector().status()));
        return all;
    }

    /// Mailboxes whose silence is too long.
    public List<String> silent() {
        return running().stream()
                .filter(one -> watch.silent(one.assignment().plan(), one.collector().status()))
                .map(one -> one.assignment().plan().name())
                .toList();
    }

    private List<Running> running() {
        lock.lock();
        try {
            return List.copyOf(running.values());
        } finally {
            lock.unlock();
        }
    }

    private void watchForSilence() {
        try {
            do {
                running()
                        .forEach(one ->
                                watch.look(one.assignment().plan(), one.collector().status()));
            } while (!closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Stops all collectors: each finishes the batch in hand; after `patience` connections are cut.
    ///
    /// Cutting loses nothing: what was not committed is still on the server.
    public void stop(Duration patience) {
        closing.countDown();
        running().forEach(one -> one.collector().stop());
        threads.shutdown();
        try {
            if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException _) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop(Duration.ofSeconds(10));
        threads.close();
    }
}
