package dev.postern.acceptance;

import dev.postern.collector.Assignment;
import dev.postern.collector.Collector;
import dev.postern.collector.MailboxPlan;
import dev.postern.collector.MailboxStatus;
import dev.postern.collector.Server;
import dev.postern.collector.Surroundings;
import dev.postern.event.Alarms;
import dev.postern.event.Event;
import dev.postern.lab.Lab;
import dev.postern.lab.LabClock;
import dev.postern.lab.LabSettings;
import dev.postern.lab.directory.WorldException;
import dev.postern.protocol.wire.Deadlines;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.protocol.wire.Pace;
import dev.postern.protocol.wire.Security;
import dev.postern.queue.CrashPoint;
import dev.postern.queue.QueueStore;
import dev.postern.queue.sqlite.SqliteQueue;
import dev.postern.queue.sqlite.SqliteSettings;
import dev.postern.token.Authority;
import dev.postern.token.CachedTokens;
import dev.postern.token.Credential;
import dev.postern.token.Scope;
import dev.postern.token.Tenant;
import dev.postern.token.TokenSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/// Postern's half that collects, against Microsoft 365 in a box: tokens, TLS and all.
///
/// The lab is one for all tests, since each has mailboxes of its own. A clock that can be put
/// forward stands beside the real one, for waits that no test should sit out.
final class Rig implements AutoCloseable {

    static final Lab LAB = lab();
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final LabClock clock = new LabClock(InstantSource.system());
    final Queue<Event> events = new ConcurrentLinkedQueue<>();
    final Semaphore happened = new Semaphore(0);
    final Alarms alarms = new Alarms(this::note, clock);
    final Path folder;
    QueueStore store;
    CachedTokens tokens;
    Collector collector;

    Rig(Path folder) throws IOException {
        this.folder = folder;
        this.store = open(0);
        this.tokens = tokens();
        this.collector = newCollector();
    }

    private static Lab lab() {
        try {
            Path folder = Files.createTempDirectory("postern-lab-");
            LabSettings settings = LabSettings.free(folder);
            settings.caFile().toFile().deleteOnExit();
            folder.toFile().deleteOnExit();
            return Lab.start(settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    QueueStore open(long reserve) throws IOException {
        return SqliteQueue.open(
                new SqliteSettings(
                        folder.resolve("queue.db"), 8 << 20, reserve, 0, Duration.ofSeconds(10)),
                new dev.postern.queue.sqlite.Surroundings(
                        clock, RandomGenerator.getDefault(), alarms, CrashPoint.NONE));
    }

    /// Closes the store and opens it again with another reserve of disk.
    void reopen(long reserve) throws IOException {
        collector.close();
        store.close();
        store = open(reserve);
        collector = newCollector();
    }

    CachedTokens tokens() {
        return CachedTokens.open(TokenSettings.usual(Map.of()), alarms, clock, new Random(1));
    }

    Collector newCollector() {
        return new Collector(
                new Surroundings(store.intake(), store.ledger(), alarms, clock),
                tokens,
                new Random(1));
    }

    /// One that waits for half a second where the usual one waits for a minute.
    Collector impatient() {
        return new Collector(
                new Surroundings(store.intake(), store.ledger(), alarms, clock),
                tokens,
                new Random(1),
                Deadlines.USUAL.withData(
                        Duration.ofMillis(500), new Pace(1024, Duration.ofMillis(500))));
    }

    private void note(Event event) {
        events.add(event);
        happened.release();
    }

    /// A new mailbox.
    Box box(Server.Protocol protocol) throws WorldException {
        String name = protocol.name().toLowerCase(java.util.Locale.ROOT) + NAMES.incrementAndGet();
        LAB.directory()
                .put(
                        "/tenants/example/exchange/mailboxes/" + name + "@example.cz",
                        "{full-access: [gateway, machine]}");
        return new Box(this, name, protocol);
    }

    static Server server(Server.Protocol protocol, String tenant) {
        return server(LAB, LAB.clientContext(), protocol, tenant);
    }

    static Server server(Lab lab, SSLContext trust, Server.Protocol protocol, String tenant) {
        String address =
                switch (protocol) {
                    case IMAP -> lab.started().imap();
                    case POP3 -> lab.started().pop3();
                };
        String[] at = address.split(":", 2);
        return new Server(
                protocol,
                new Endpoint(at[0], Integer.parseInt(at[1]), Security.IMPLICIT),
                trust,
                new Tenant(
                        tenant,
                        "22222222-2222-2222-2222-222222222222",
                        "11111111-1111-1111-1111-111111111111",
                        List.of(SECRET),
                        new Authority(
                                URI.create(lab.started().authority()),
                                Optional.of(lab.started().caFile()))),
                new Scope("https://outlook.office365.com/.default"));
    }

    /// One object, since credentials are compared by what supplies them.
    private static final Credential SECRET = new Credential.ClientSecret(() -> "lab-secret");

    MailboxStatus visit(Assignment assignment) throws InterruptedException {
        return collector.visitOnce(assignment);
    }

    MailboxPlan plan(String name, MailboxPlan.After after) {
        return new MailboxPlan(
                name,
                name + "@example.cz",
                "INBOX",
                after,
                MailboxPlan.Start.ALL,
                List.of(name),
                new MailboxPlan.Rhythm(Duration.ofMinutes(5), false, Duration.ofMinutes(15)),
                new MailboxPlan.Bounds(1000, Duration.ofMinutes(5), 3));
    }

    /// A question whose answer may take a while to become yes.
    @FunctionalInterface
    interface Question {
        boolean answer() throws Exception;
    }

    /// Asks after every event, and now and then all the same.
    boolean until(Question question) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            if (question.answer()) {
                return true;
            }
            boolean _ = happened.tryAcquire(20, TimeUnit.MILLISECONDS);
        }
        return question.answer();
    }

    <E extends Event> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public void close() throws IOException {
        collector.close();
        tokens.close();
        store.close();
    }
}
