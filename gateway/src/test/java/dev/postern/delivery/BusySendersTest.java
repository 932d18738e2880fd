package dev.postern.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.event.Event;
import dev.postern.queue.StoredMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A way out that has no room for one sender and takes the mail of others.
class BusySendersTest {

    private static final String WAY = RelayBench.FIRST;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final RelayBench bench = new RelayBench().with(WAY);

    private void busyIs(String sender) {
        bench.sink(WAY)
                .answers(parcel ->
                        parcel.message()
                                        .origin()
                                        .enveloped()
                                        .orElseThrow()
                                        .sender()
                                        .orElseThrow()
                                        .toString()
                                        .equals(sender)
                                ? new Answer.Busy("30 messages this minute", MINUTE)
                                : RelayBench.TAKEN);
    }

    private StoredMessage from(String sender) {
        return bench.submit(List.of(WAY), sender, "anna@example.cz");
    }

    @Test
    void mailOfOthersFlowsPastABusySenderAndNothingIsCounted() throws Exception {
        busyIs("erp@example.cz");
        for (int i = 0; i < 500; i++) {
            from("erp@example.cz");
        }
        List<StoredMessage> others =
                List.of(from("scanner@example.cz"), from("printer@example.cz"));

        bench.run();

        assertThat(bench.sink(WAY).taken()).containsExactlyInAnyOrderElementsOf(others);
        assertThat(bench.outlet.count(MemoryOutlet.State.WAITING)).isEqualTo(500);
        assertThat(bench.reported(Event.HandOverPostponed.class)).hasSize(1);
        assertThat(bench.reported(Event.HandOverDeferred.class)).isEmpty();
        assertThat(bench.reported(Event.AlarmRaised.class)).isEmpty();
    }

    @Test
    void busySenderIsNotAskedForAgainBeforeItsTimeNorIsTheQueue() throws Exception {
        busyIs("erp@example.cz");
        StoredMessage first = from("erp@example.cz");
        for (int i = 0; i < 99; i++) {
            from("erp@example.cz");
        }
        bench.run();
        int calls = bench.outlet.calls();
        bench.letPass(Duration.ofSeconds(50));

        assertThat(bench.sink(WAY).tried()).hasSize(1);
        assertThat(bench.outlet.calls() - calls).isLessThan(200);
        assertThat(bench.outlet.attempts(first)).isZero();
        from("erp@example.cz");
        bench.run();
        assertThat(bench.sink(WAY).tried()).hasSize(1);

        bench.answers(WAY, RelayBench.TAKEN);
        bench.letPass(Duration.ofSeconds(20));
        assertThat(bench.sink(WAY).taken()).hasSize(101);
        assertThat(bench.outlet.attempts(first)).isEqualTo(1);
    }

    @Test
    void busySenderDoesNotKeepAnOutageFromBeingProbed() throws Exception {
        bench.answers(WAY, RelayBench.AWAY);
        StoredMessage erp = from("erp@example.cz");
        StoredMessage other = from("scanner@example.cz");
        bench.run();
        busyIs("erp@example.cz");

        bench.letPass(Duration.ofSeconds(40));

        assertThat(bench.sink(WAY).taken()).containsExactly(other);
        assertThat(bench.outlet.state(erp)).isEqualTo(MemoryOutlet.State.WAITING);
    }
}
