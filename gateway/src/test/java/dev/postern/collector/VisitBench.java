package dev.postern.collector;

import dev.postern.delivery.SetClock;
import dev.postern.event.Event;
import dev.postern.queue.Claim;
import dev.postern.queue.CrashPoint;
import dev.postern.queue.Intake;
import dev.postern.queue.Ledger;
import dev.postern.queue.Offer;
import dev.postern.queue.Outcome;
import dev.postern.queue.Place;
import dev.postern.queue.QueueStore;
import dev.postern.queue.QueueUnavailableException;
import dev.postern.queue.Reception;
import dev.postern.queue.ServerId;
import dev.postern.queue.sqlite.SqliteQueue;
import dev.postern.queue.sqlite.SqliteSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/// All that a visit works with: a real queue, a clock that stands, and a scripted server.
@ResourceLock("the store that all tests of visits share")
abstract class VisitBench {

    static final Duration VISIT_MAX = Duration.ofMinutes(10);

    /// What the tests of one class share: opening a store takes longer than most of them.
    private record Desk(QueueStore store, SetClock clock) {}

    private static final Map<Class<?>, Desk> DESKS = new ConcurrentHashMap<>();
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final Desk desk = Objects.requireNonNull(DESKS.get(getClass()));
    final QueueStore store = desk.store();
    final SetClock clock = desk.clock();
    final Queue<Event> events = new ConcurrentLinkedQueue<>();
    final Set<ServerId> suspects = new HashSet<>();
    final String name = "box" + NAMES.incrementAndGet();
    final ScriptedServer server = new ScriptedServer(intake(), name + "@example.cz");
    boolean diskFull;
    boolean stopping;
    MailboxPlan plan = plan(new MailboxPlan.After.Delete());

    @BeforeAll
    static void open(TestInfo test, @TempDir Path folder) throws IOException {
        SetClock clock = new SetClock();
        QueueStore store =
                SqliteQueue.open(
                        new SqliteSettings(
                                folder.resolve("queue.db"), 4 << 20, 0, 0, Duration.ofSeconds(10)),
                        new dev.postern.queue.sqlite.Surroundings(
                                clock, RandomGenerator.getDefault(), _ -> {}, CrashPoint.NONE));
        DESKS.put(test.getTestClass().orElseThrow(), new Desk(store, clock));
    }

    @AfterAll
    static void close(TestInfo test) throws IOException {
        DESKS.remove(test.getTestClass().orElseThrow()).store().close();
    }

    final MailboxPlan plan(MailboxPlan.After after) {
        return plan(after, MailboxPlan.Start.ALL, 1000, 3);
    }

    final MailboxPlan plan(
            MailboxPlan.After after, MailboxPlan.Start start, int messagesMax, int attemptsMax) {
        return new MailboxPlan(
                name,
                name + "@example.cz",
                "INBOX",
                after,
                start,
                List.of(name),
                new MailboxPlan.Rhythm(Duration.ofMinutes(5), false, Duration.ofMinutes(15)),
                new MailboxPlan.Bounds(messagesMax, VISIT_MAX, attemptsMax));
    }

    /// The queue's intake, until the disk is full.
    private Intake intake() {
        return new Intake() {
            @Override
            public Reception begin() throws IOException {
                if (diskFull) {
                    throw new QueueUnavailableException("the disk is full");
                }
                return store.intake().begin();
            }

            @Override
            public List<dev.postern.queue.Acceptance> accept(List<Offer> offers)
                    throws IOException, InterruptedException {
                if (diskFull) {
                    throw new QueueUnavailableException("the disk is full");
                }
                return store.intake().accept(offers);
            }
        };
    }

    final Surroundings around() {
        return new Surroundings(intake(), store.ledger(), events::add, clock);
    }

    /// A visit that comes to its end.
    final VisitReport visit() throws Exception {
        Visit visit = new Visit(plan, around(), suspects, false, () -> stopping);
        Instant end = clock.instant().plus(VISIT_MAX);
        visit.leave(visit.run(server.open(end), server, end));
        return visit.report();
    }

    /// A visit that may fail, as any can.
    final void tryVisit() throws Exception {
        try {
            VisitReport _ = visit();
        } catch (IOException _) {
            // The next one mends it.
        }
    }

    final Map<String, Ledger.State> ledger() throws IOException {
        Place place = new Place(name + "@example.cz", "INBOX", server.generation);
        return store.ledger().entries(place).values().stream()
                .collect(
                        Collectors.toMap(
                                one -> one.id().toString(),
                                Ledger.Entry::state,
                                (a, _) -> a,
                                TreeMap::new));
    }

    /// What the application gets, in its order; each is asked for once.
    final List<String> handedOver() throws IOException {
        List<String> all = new ArrayList<>();
        for (Claim claim : store.outlet().claim(name, 10_000, Duration.ofMinutes(5))) {
            try (InputStream octets = store.outlet().open(claim.message().id())) {
                all.add(new String(octets.readAllBytes(), StandardCharsets.US_ASCII));
            }
            boolean _ = store.outlet().settle(claim, new Outcome.Delivered("ok"));
        }
        return all;
    }

    final <E extends Event> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// Messages 1 to `count`.
    final void mailbox(int count) {
        for (int uid = 1; uid <= count; uid++) {
            server.has(uid, "message " + uid);
        }
    }

    static List<String> messages(int count) {
        return Stream.iterate(1, uid -> uid + 1).limit(count).map(uid -> "message " + uid).toList();
    }
}
