package dev.postern.collector;

import static dev.postern.collector.ScriptedServer.breaks;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.collector.SessionEndedException.Cause;
import dev.postern.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MailboxCollectorTest extends VisitBench {

    private final Patience patience = new Patience(clock);

    private MailboxCollector collector(boolean idle) {
        MailboxPlan usual = plan;
        plan =
                new MailboxPlan(
                        usual.name(),
                        usual.address(),
                        usual.folder(),
                        usual.after(),
                        usual.start(),
                        usual.destinations(),
                        new MailboxPlan.Rhythm(Duration.ofMinutes(5), idle, Duration.ofMinutes(15)),
                        usual.bounds());
        server.listens = idle;
        return new MailboxCollector(plan, server, around(), patience, new Random(1));
    }

    @Test
    void visitIsFollowedByTheNextAfterTheRoundGiveOrTakeATwentieth() throws Exception {
        MailboxCollector collector = collector(false);
        server.has(1, "message 1");

        collector.visit();

        MailboxStatus status = collector.status();
        assertThat(status.lastReport().map(VisitReport::taken)).contains(1);
        assertThat(status.next())
                .isBetween(
                        clock.instant().plus(Duration.ofSeconds(285)),
                        clock.instant().plus(Duration.ofSeconds(315)));
        assertThat(events(Event.Visited.class))
                .containsExactly(new Event.Visited(name, 1, 0, 0, Duration.ZERO));
    }

    @Test
    void failuresInARowWaitLongerAndLonger() throws Exception {
        MailboxCollector collector = collector(false);
        Duration before = Duration.ZERO;
        for (int failures = 1; failures <= 4; failures++) {
            server.before("open", breaks(Cause.UNAVAILABLE));
            collector.visit();
            Duration wait = Duration.between(clock.instant(), collector.status().next());
            assertThat(wait).isGreaterThan(before).isLessThan(Duration.ofMinutes(6));
            assertThat(collector.status().failures()).isEqualTo(failures);
            before = wait;
        }
        collector.visit();
        assertThat(collector.status().failures()).isZero();
        assertThat(collector.status().trouble()).isEmpty();
    }

    @Test
    void refusalWaitsForARoundSinceOnlyAPersonCanMendIt() throws Exception {
        MailboxCollector collector = collector(false);
        server.before("open", breaks(Cause.REFUSED));

        collector.visit();

        assertThat(collector.status().next()).isEqualTo(clock.instant().plusSeconds(300));
    }

    @Test
    void throttledMailboxIsNotCalledBeforeItsTime() throws Exception {
        MailboxCollector collector = collector(false);
        server.before(
                "list",
                () -> {
                    throw new SessionEndedException(
                            Cause.THROTTLED, "slowly", Optional.of(Duration.ofMillis(299_961)));
                });
        collector.visit();
        long opened = server.count("open");

        clock.turn(Duration.ofMillis(299_960));
        collector.visit();
        assertThat(server.count("open")).isEqualTo(opened);

        clock.turn(Duration.ofMillis(1));
        collector.visit();
        assertThat(server.count("open")).isEqualTo(opened + 1);
    }

    @Test
    void defectOfOursFailsTheVisitAndNotTheCollecting() throws Exception {
        MailboxCollector collector = collector(false);
        server.before(
                "list",
                () -> {
                    throw new IllegalStateException("a mistake");
                });

        collector.visit();

        assertThat(collector.status().trouble().orElseThrow()).contains("a mistake");
        collector.visit();
        assertThat(collector.status().trouble()).isEmpty();
    }

    @Test
    void visitThatOutlivesItsTimeIsCutAndTheMessageThatDidNotComeHasFailed() throws Exception {
        MailboxCollector collector = collector(false);
        server.has(1, "message 1");
        server.before(
                "receive",
                () -> {
                    collector.cutOverdueVisit();
                    assertThat(server.count("close")).as("not before its time").isZero();
                    clock.turn(VISIT_MAX.plus(Duration.ofSeconds(61)));
                    collector.cutOverdueVisit();
                });

        collector.visit();

        assertThat(events(Event.FetchFailed.class)).hasSize(1);
        assertThat(handedOver()).isEmpty();
        clock.turn(Duration.ofMinutes(1));
        collector.visit();
        assertThat(handedOver()).containsExactly("message 1");
    }

    @Test
    void budgetThatIsUsedUpMeansAnotherVisitAtOnce() throws Exception {
        plan = plan(new MailboxPlan.After.Delete(), MailboxPlan.Start.ALL, 2, 3);
        MailboxCollector collector = collector(false);
        for (int uid = 1; uid <= 3; uid++) {
            server.has(uid, "message " + uid);
        }

        collector.visit();
        assertThat(collector.status().next()).isEqualTo(clock.instant());
        collector.visit();

        assertThat(handedOver()).hasSize(3);
        assertThat(collector.status().next()).isAfter(clock.instant());
    }

    @Test
    void failedMessageIsTriedAgainBeforeTheRoundIsOver() throws Exception {
        MailboxCollector collector = collector(false);
        server.has(1, "message 1");
        server.ill.put(ScriptedServer.uid(1), ScriptedServer.Ill.MISSING);

        collector.visit();

        assertThat(collector.status().next()).isEqualTo(clock.instant().plusSeconds(2));
    }

    @Test
    void serverThatRefusesEveryMessageForHoursGetsNoneOfThemParkedAndAPersonIsTold()
            throws Exception {
        MailboxCollector collector = collector(false);
        for (int number = 1; number <= 5; number++) {
            server.has(number, "message " + number);
            server.ill.put(ScriptedServer.uid(number), ScriptedServer.Ill.REFUSED);
        }

        for (int visit = 0; visit < 12; visit++) {
            collector.visit();
            clock.turn(Duration.ofHours(2));
        }

        assertThat(collector.status().lastReport().map(VisitReport::parked)).contains(0);
        assertThat(events(Event.AlarmRaised.class))
                .anyMatch(alarm -> alarm.subject().equals(MailboxAlarms.barren(name)));

        server.ill.clear();
        collector.visit();

        assertThat(handedOver()).hasSize(5);
        assertThat(events(Event.AlarmCleared.class))
                .anyMatch(alarm -> alarm.subject().equals(MailboxAlarms.barren(name)));
    }

    /// Runs a collector until the test says stop, and sees that it ends.
    private void running(MailboxCollector collector, ScriptedServer.Hook test) throws Exception {
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> task = thread.submit(collector);
            try {
                test.run();
            } finally {
                collector.stop();
            }
            task.get(10, TimeUnit.SECONDS);
        }
        assertThat(collector.status().activity()).isEqualTo(MailboxStatus.Activity.STOPPED);
    }

    private ScriptedServer.Hook signals(CountDownLatch latch) {
        return latch::countDown;
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void roundIsNotPutOffByAClockThatGoesBack() throws Exception {
        Instant now = clock.instant();
        AtomicInteger asked = new AtomicInteger();
        // The collector is made and goes to sleep; then somebody sets the clock.
        InstantSource setBack = () -> asked.incrementAndGet() < 3 ? now : now.minusSeconds(36_000);
        Surroundings around = around();
        MailboxCollector collector =
                new MailboxCollector(
                        plan,
                        server,
                        new Surroundings(
                                around.intake(), around.ledger(), around.events(), setBack),
                        patience,
                        new Random(1));
        collector.firstVisit(now.plusMillis(20));
        CountDownLatch visited = new CountDownLatch(1);
        server.before("list", signals(visited));

        running(collector, () -> await(visited));
    }

    @Test
    void newsWhileListeningMeanAVisitInTheSameSession() throws Exception {
        MailboxCollector collector = collector(true);
        CountDownLatch listensAgain = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        server.before("await", () -> server.has(1, "message 1"));
        server.before(
                "await",
                () -> {
                    listensAgain.countDown();
                    over.await();
                });

        running(
                collector,
                () -> {
                    await(listensAgain);
                    assertThat(handedOver()).containsExactly("message 1");
                    assertThat(server.count("open")).isEqualTo(1);
                    collector.stop();
                    over.countDown();
                });
    }

    @Test
    void serverThatDropsEveryListenerIsVisitedLessAndLessOften() throws Exception {
        MailboxCollector collector = collector(true);
        Duration before = Duration.ZERO;
        for (int i = 0; i < 4; i++) {
            CountDownLatch dropped = new CountDownLatch(1);
            server.before(
                    "await",
                    () -> {
                        dropped.countDown();
                        throw new SessionEndedException(Cause.LOST, "dropped");
                    });
            collector.visit();
            Instant visited = clock.instant();
            assertThat(collector.listenOnce()).isFalse();
            await(dropped);
            Duration wait = Duration.between(visited, collector.status().next());
            assertThat(wait)
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(10))
                    .isGreaterThan(before)
                    .isLessThanOrEqualTo(Duration.ofMinutes(6));
            before = wait;
        }
    }

    @Test
    void askingForAVisitJustBeforeItListensIsNotForgotten() throws Exception {
        MailboxCollector collector = collector(true);
        collector.visit();

        collector.visitNow();

        assertThat(collector.listenOnce()).isTrue();
        assertThat(server.count("await")).isZero();
    }

    @Test
    void stopInTheMiddleOfAVisitFinishesTheBatchesInHand() throws Exception {
        MailboxCollector collector = collector(false);
        for (int uid = 1; uid <= 40; uid++) {
            server.has(uid, "message " + uid);
        }
        CountDownLatch inHand = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        server.before(
                "receive",
                () -> {
                    inHand.countDown();
                    stopped.await();
                });
        running(
                collector,
                () -> {
                    await(inHand);
                    collector.stop();
                    stopped.countDown();
                });

        assertThat(handedOver()).hasSize(20);
        assertThat(ledger()).hasSize(20);
        assertThat(server.messages).hasSize(20);
        assertThat(server.said).contains("leave");
    }

    @Test
    void visitNowWakesACollectorThatSleeps() throws Exception {
        MailboxCollector collector = collector(false);
        CountDownLatch second = new CountDownLatch(2);
        server.before("list", signals(second));
        server.before("list", signals(second));
        running(
                collector,
                () -> {
                    while (!second.await(1, TimeUnit.MILLISECONDS)) {
                        collector.visitNow();
                    }
                });
        assertThat(server.count("list")).isGreaterThanOrEqualTo(2);
    }
}
