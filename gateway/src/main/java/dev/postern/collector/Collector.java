package dev.postern.collector;

import dev.postern.protocol.wire.Deadlines;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// All mailboxes that are collected, each on a virtual thread of its own.
///
/// A mailbox that hangs delays no other. [#replace] takes over new settings while the rest goes on.
/// Safe for use by many threads.
public final class Collector implements AutoCloseable {

    /// Between the first visits of two mailboxes: a thousand of them begin within twenty seconds.
    private static final Duration SPREAD = Duration.ofMillis(20);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    /// For threads whose connections were cut to come to their end.
    private static final Duration CUTTING = Duration.ofSeconds(5);

    /// @param ended completed when the collector's thread is done with the mailbox
    private record Running(
            Assignment assignment, MailboxCollector collector, CompletableFuture<Void> ended) {}

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
        this(around, tokens, random, Deadlines.USUAL);
    }

    /// @param deadlines of each wait for a server; that of the whole visit comes from the plan
    public Collector(
            Surroundings around, TokenSource tokens, RandomGenerator random, Deadlines deadlines) {
        this.around = around;
        this.factory = new SessionFactory(tokens, around, deadlines);
        this.random = random;
        this.watch = new SilenceWatch(around.events(), around.clock());
    }

    /// Begins to collect, and to watch for silence.
    public void start(Collection<Assignment> assignments) {
        replace(assignments);
        threads.execute(this::watch);
    }

    /// Takes over changed assignments: what is gone is stopped after the batches in hand, what is
    /// new begins, what is as it was goes on undisturbed. What has changed begins anew when the old
    /// one has ended, so that no mailbox is collected from twice at once.
    public void replace(Collection<Assignment> assignments) {
        Map<String, Assignment> wanted = new LinkedHashMap<>();
        assignments.forEach(one -> wanted.put(one.plan().name(), one));
        lock.lock();
        try {
            Map<String, Running> before = new LinkedHashMap<>(running);
            running.clear();
            before.forEach((name, one) -> {
                if (!one.assignment().equals(wanted.get(name))) {
                    one.collector().stop();
                }
                if (!wanted.containsKey(name)) {
                    MailboxAlarms.clearAll(name, around.events());
                }
            });
            Instant first = around.clock().instant();
            for (Assignment one : wanted.values()) {
                String name = one.plan().name();
                Running old = before.get(name);
                if (old != null && old.assignment().equals(one)) {
                    running.put(name, old);
                } else {
                    running.put(name, begin(one, first, Optional.ofNullable(old)));
                    first = first.plus(SPREAD);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private Running begin(Assignment assignment, Instant first, Optional<Running> predecessor) {
        MailboxCollector collector = collector(assignment);
        collector.firstVisit(first);
        CompletableFuture<Void> ended = new CompletableFuture<>();
        CompletableFuture<Void> before =
                predecessor.map(Running::ended).orElse(CompletableFuture.completedFuture(null));
        threads.execute(() -> {
            try {
                before.join();
                collector.run();
            } finally {
                ended.complete(null);
            }
        });
        return new Running(assignment, collector, ended);
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
        try {
            collector.visit();
            return collector.status();
        } finally {
            collector.endSession();
        }
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

    /// Looks after all mailboxes: whether one is silent for too long, or hangs in a visit.
    private void watch() {
        try {
            do {
                for (Running one : running()) {
                    one.collector().cutOverdueVisit();
                    watch.look(one.assignment().plan(), one.collector().status());
                }
            } while (!closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Stops all collectors: each finishes the batches in hand; after `patience` connections are
    /// cut, and it returns a moment later at the most.
    ///
    /// Cutting loses nothing: what was not committed is still on the server.
    public void stop(Duration patience) {
        closing.countDown();
        running().forEach(one -> one.collector().stop());
        threads.shutdown();
        try {
            if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
                boolean _ = threads.awaitTermination(CUTTING.toMillis(), TimeUnit.MILLISECONDS);
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
