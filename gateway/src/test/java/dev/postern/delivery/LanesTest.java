package dev.postern.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.event.Event;
import dev.postern.queue.StoredMessage;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LanesTest {

    private static final Duration GRACE = Duration.ofSeconds(20);

    private static Lanes running(LaneBench bench) {
        Lanes lanes = new Lanes(List.of(bench.lane), bench.events::add);
        lanes.start();
        return lanes;
    }

    @Test
    void acceptedMessageIsHandedOverAtOnceAndStopIsPrompt() throws Exception {
        LaneBench bench = new LaneBench();
        CountDownLatch taken = new CountDownLatch(3);
        bench.sink.answers(_ -> {
            taken.countDown();
            return new Answer.Taken("ok");
        });
        Lanes lanes = running(bench);

        bench.accept(3);
        taken.await();

        assertThat(lanes.stop(GRACE)).isTrue();
        assertThat(bench.outlet.count(MemoryOutlet.State.DELIVERED)).isEqualTo(3);
        assertThat(bench.sink.closed()).isTrue();
    }

    @Test
    void alarmsOfALaneThatIsNoMoreAreOver() throws Exception {
        LaneBench bench = new LaneBench();
        Lanes lanes = running(bench);
        String subject = "destination " + bench.lane.destination().name();

        assertThat(lanes.stop(GRACE)).isTrue();
        lanes.forget();

        assertThat(bench.events)
                .contains(
                        new Event.AlarmCleared(subject + " away"),
                        new Event.AlarmCleared(subject + " needs an administrator"));
    }

    @Test
    void stopFinishesTheMessageInHandAndGivesBackTheOthers() throws Exception {
        LaneBench bench = new LaneBench();
        List<StoredMessage> messages = bench.accept(5);
        CountDownLatch inHand = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        bench.sink.answers(_ -> {
            inHand.countDown();
            waitFor(goOn);
            return new Answer.Taken("ok");
        });
        Lanes lanes = running(bench);
        inHand.await();

        bench.lane.stop();
        goOn.countDown();

        assertThat(lanes.stop(GRACE)).isTrue();
        assertThat(bench.sink.taken()).containsExactly(messages.getFirst());
        assertThat(bench.outlet.count(MemoryOutlet.State.DELIVERED)).isEqualTo(1);
        assertThat(bench.outlet.count(MemoryOutlet.State.WAITING)).isEqualTo(4);
    }

    @Test
    void handOverThatDoesNotEndIsCutAndItsMessageGivenBack() throws Exception {
        LaneBench bench = new LaneBench();
        CountDownLatch inHand = new CountDownLatch(1);
        DeliveryAgent stuck =
                _ -> {
                    inHand.countDown();
                    new CountDownLatch(1).await();
                    throw new AssertionError("cannot get here");
                };
        Lane lane =
                new Lane(
                        new Destination(LaneBench.NAME, stuck, Limits.none(), LaneBench.RETRY),
                        bench.outlet,
                        bench.events::add,
                        bench.clock,
                        new Random(1));
        StoredMessage message = bench.accept();
        Lanes lanes = new Lanes(List.of(lane), bench.events::add);
        lanes.start();
        inHand.await();

        assertThat(lanes.stop(Duration.ofMillis(20))).isFalse();

        assertThat(bench.outlet.state(message)).isEqualTo(MemoryOutlet.State.WAITING);
        assertThat(bench.events).isEmpty();
    }

    @Test
    void connectionsWorkAtTheSameTimeAndLoseNothing() throws Exception {
        LaneBench bench = new LaneBench(new Limits(4, Limits.ANY_NUMBER, Limits.ANY_SIZE));
        bench.accept(400);
        CyclicBarrier together = new CyclicBarrier(4);
        AtomicInteger begun = new AtomicInteger();
        bench.sink.answers(_ -> {
            if (begun.incrementAndGet() <= 4) {
                // Passed only if four are here at the same time.
                meet(together);
            }
            return new Answer.Taken("ok");
        });

        bench.lane.runDue();

        assertThat(bench.sink.taken()).hasSize(400).doesNotHaveDuplicates();
        assertThat(bench.outlet.count(MemoryOutlet.State.DELIVERED)).isEqualTo(400);
    }

    @Test
    void connectionsThatFailTogetherCountAsOneFailure() throws Exception {
        LaneBench bench = new LaneBench(new Limits(4, Limits.ANY_NUMBER, Limits.ANY_SIZE));
        bench.accept(8);
        CyclicBarrier together = new CyclicBarrier(4);
        bench.sink.answers(_ -> {
            meet(together);
            return LaneBench.AWAY;
        });

        var next = bench.lane.runDue();

        assertThat(bench.sink.tried()).hasSize(4);
        assertThat(next.orElseThrow())
                .isBeforeOrEqualTo(bench.clock.instant().plus(LaneBench.RETRY.first()));
        bench.sink.answers(_ -> new Answer.Taken("ok"));
        bench.letPass(LaneBench.RETRY.first());
        assertThat(bench.sink.taken()).hasSize(8);
    }

    @Test
    void failureOfTheQueueIsAnAlarmAndTheLaneGoesOnWhenItIsOver() throws Exception {
        LaneBench bench = new LaneBench();
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch raised = new CountDownLatch(1);
        bench.sink.answers(_ -> {
            taken.countDown();
            return new Answer.Taken("ok");
        });
        bench.outlet.broken(true);
        bench.accept();
        Lane lane =
                new Lane(
                        new Destination(LaneBench.NAME, bench.sink, Limits.none(), shortWaits()),
                        bench.outlet,
                        event -> {
                            bench.events.add(event);
                            if (event instanceof Event.AlarmRaised) {
                                raised.countDown();
                            }
                        },
                        bench.clock,
                        new Random(1));
        Lanes lanes = new Lanes(List.of(lane), bench.events::add);
        lanes.start();
        raised.await();

        bench.outlet.broken(false);
        bench.accept();
        taken.await();

        lanes.stop(GRACE);
        assertThat(bench.reported(Event.AlarmRaised.class)).hasSize(1);
        assertThat(bench.reported(Event.AlarmCleared.class))
                .containsExactly(
                        new Event.AlarmCleared("destination razr-inbox cannot use the queue"));
    }

    private static RetrySchedule shortWaits() {
        return new RetrySchedule(Duration.ofMillis(1), Duration.ofMillis(1), 5, Duration.ofDays(1));
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }
}
