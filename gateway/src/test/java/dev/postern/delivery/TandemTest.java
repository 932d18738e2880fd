package dev.postern.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.queue.QueueUnavailableException;
import dev.postern.queue.StoredMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Lanes whose agent makes one batch ready while it hands the one ahead over.
class TandemTest {

    private static final int BATCH = 2;

    private final SetClock clock = new SetClock();
    private final MemoryOutlet outlet = new MemoryOutlet(clock);
    private final TwoStepAgent agent = new TwoStepAgent();
    private final Lane lane =
            new Lane(
                    new Destination(LaneBench.NAME, agent, Limits.none(), LaneBench.RETRY),
                    outlet,
                    _ -> {},
                    clock,
                    new Random(7));

    /// Notes what it is asked to do, each by the number of the batch's first message.
    private final class TwoStepAgent implements DeliveryAgent {

        private final List<String> deeds = Collections.synchronizedList(new ArrayList<>());
        private final List<StoredMessage> taken = Collections.synchronizedList(new ArrayList<>());
        private volatile Predicate<StoredMessage> takes = _ -> true;
        private volatile Runnable atHand = () -> {};
        private CountDownLatch secondIsReady = new CountDownLatch(0);

        @Override
        public int batch() {
            return BATCH;
        }

        @Override
        public Answer hand(Parcel parcel) {
            if (!takes.test(parcel.message())) {
                return LaneBench.AWAY;
            }
            taken.add(parcel.message());
            return new Answer.Taken("ok");
        }

        @Override
        public Readied ready(List<Parcel> parcels) {
            int number = messages.indexOf(parcels.getFirst().message());
            deeds.add("ready " + number);
            if (number > 0) {
                secondIsReady.countDown();
            }
            return new Readied() {
                @Override
                public List<Answer> hand() throws InterruptedException {
                    if (!secondIsReady.await(10, TimeUnit.SECONDS)) {
                        throw new IllegalStateException("the second batch was not made ready");
                    }
                    deeds.add("hand " + number);
                    atHand.run();
                    List<Answer> answers = new ArrayList<>();
                    for (Parcel parcel : parcels) {
                        answers.add(TwoStepAgent.this.hand(parcel));
                        if (!(answers.getLast() instanceof Answer.Taken)) {
                            break;
                        }
                    }
                    return answers;
                }

                @Override
                public void close() {
                    deeds.add("close " + number);
                }
            };
        }
    }

    private final List<StoredMessage> messages = new ArrayList<>();

    private void accept(int count) {
        for (int i = 0; i < count; i++) {
            messages.add(outlet.accept(LaneBench.NAME, new byte[] {1}));
        }
    }

    @Test
    void batchIsMadeReadyWhileTheOneAheadIsHandedOver() throws Exception {
        accept(6);
        agent.secondIsReady = new CountDownLatch(1);

        lane.runDue();

        assertThat(agent.taken).isEqualTo(messages);
        assertThat(agent.deeds.subList(0, 4))
                .containsExactly("ready 0", "ready 2", "hand 0", "close 0");
        assertThat(outlet.count(MemoryOutlet.State.DELIVERED)).isEqualTo(6);
    }

    @Test
    void batchBehindOneThatFailedIsGivenUpAndWasNoAttempt() throws Exception {
        accept(4);
        agent.secondIsReady = new CountDownLatch(1);
        agent.takes = message -> !message.equals(messages.get(1));

        lane.runDue();

        assertThat(agent.taken).containsExactly(messages.get(0));
        assertThat(agent.deeds)
                .containsExactly("ready 0", "ready 2", "hand 0", "close 0", "close 2");
        assertThat(outlet.attempts(messages.get(1))).isEqualTo(1);
        assertThat(outlet.attempts(messages.get(2))).isZero();
        assertThat(outlet.state(messages.get(2))).isEqualTo(MemoryOutlet.State.WAITING);
    }

    @Test
    void orderIsKeptAfterAFailure() throws Exception {
        accept(10);
        agent.takes = message -> !message.equals(messages.get(1));
        lane.runDue();
        agent.takes = _ -> true;

        clock.turn(Duration.ofMinutes(1));
        lane.runDue();

        assertThat(agent.taken).isEqualTo(messages);
    }

    @Test
    void stoppedLaneFinishesTheBatchInHandAndGivesTheNextOneUp() throws Exception {
        accept(6);
        agent.secondIsReady = new CountDownLatch(1);
        agent.atHand = lane::stop;

        lane.runDue();

        assertThat(agent.taken).isEqualTo(messages.subList(0, 2));
        assertThat(outlet.count(MemoryOutlet.State.DELIVERED)).isEqualTo(2);
        assertThat(outlet.count(MemoryOutlet.State.WAITING)).isEqualTo(4);
        assertThat(outlet.attempts(messages.get(2))).isZero();
    }

    @Test
    void failureOfTheQueueAfterAHandOverGivesTheNextBatchUp() throws Exception {
        accept(4);
        agent.secondIsReady = new CountDownLatch(1);
        agent.atHand = () -> outlet.broken(true);

        assertThatThrownBy(lane::runDue).isInstanceOf(QueueUnavailableException.class);
        outlet.broken(false);
        agent.atHand = () -> {};
        lane.runDue();

        assertThat(agent.taken.subList(0, 2)).isEqualTo(messages.subList(0, 2));
        assertThat(agent.taken).doesNotHaveDuplicates();
        assertThat(agent.deeds).contains("close 2");
    }
}
