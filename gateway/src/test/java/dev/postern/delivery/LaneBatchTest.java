package dev.postern.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.event.Event;
import dev.postern.queue.QueueUnavailableException;
import dev.postern.queue.StoredMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Lanes whose agent takes several messages at once.
class LaneBatchTest {

    @Test
    void batchEndsAtTheFirstMessageThatIsNotTakenAndTheRestWasNoAttempt() throws Exception {
        LaneBench many = new LaneBench(Limits.none(), 10);
        List<StoredMessage> messages = many.accept(5);
        many.sink.answers(parcel ->
                parcel.message().equals(messages.get(2)) ? LaneBench.AWAY : new Answer.Taken("ok"));

        many.lane.runDue();

        assertThat(many.sink.tried()).isEqualTo(messages.subList(0, 3));
        assertThat(many.sink.taken()).isEqualTo(messages.subList(0, 2));
        assertThat(many.outlet.attempts(messages.get(2))).isEqualTo(1);
        assertThat(many.outlet.attempts(messages.get(3))).isZero();
        assertThat(many.outlet.state(messages.get(3))).isEqualTo(MemoryOutlet.State.WAITING);
    }

    @Test
    void tooLargeMessageInABatchIsParkedInItsTurn() throws Exception {
        LaneBench small = new LaneBench(new Limits(1, Limits.ANY_NUMBER, 100), 10);
        StoredMessage first = small.outlet.accept(LaneBench.NAME, new byte[100]);
        StoredMessage large = small.outlet.accept(LaneBench.NAME, new byte[101]);
        StoredMessage last = small.outlet.accept(LaneBench.NAME, new byte[100]);

        small.lane.runDue();

        assertThat(small.sink.taken()).containsExactly(first, last);
        assertThat(small.outlet.state(large)).isEqualTo(MemoryOutlet.State.PARKED);
    }

    @Test
    void batchIsCutToThePace() throws Exception {
        LaneBench slow = new LaneBench(new Limits(1, 30, Limits.ANY_SIZE), 20);
        slow.accept(100);

        slow.lane.runDue();
        assertThat(slow.sink.taken()).hasSize(30);

        slow.letPass(Duration.ofMinutes(2));
        assertThat(slow.sink.taken()).hasSize(90);
        assertThat(slow.outlet.attempts(slow.sink.taken().getLast())).isEqualTo(1);
    }

    @Test
    void batchThatWasTakenIsSettledWhenTheQueueIsBackAndNotHandedOverAgain() throws Exception {
        LaneBench many = new LaneBench(Limits.none(), 10);
        many.accept(5);
        many.sink.answers(_ -> {
            many.outlet.broken(true);
            return new Answer.Taken("ok");
        });
        assertThatThrownBy(many.lane::runDue).isInstanceOf(QueueUnavailableException.class);

        many.outlet.broken(false);
        many.lane.runDue();

        assertThat(many.outlet.count(MemoryOutlet.State.DELIVERED)).isEqualTo(5);
        assertThat(many.sink.tried()).hasSize(5);
        assertThat(many.reported(Event.HandedOver.class)).hasSize(5);
    }
}
