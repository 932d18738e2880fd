package dev.postern.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.event.Event;
import dev.postern.queue.Notice;
import dev.postern.queue.Outlet;
import dev.postern.queue.StoredMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ways that stand in for each other.
class FailOverTest {

    private static final String FIRST = RelayBench.FIRST;
    private static final String SECOND = RelayBench.SECOND;
    private static final Answer TOO_WIDE = new Answer.OtherWay("internal recipients only");

    private final RelayBench bench = new RelayBench().with(FIRST).with(SECOND);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nextWayTakesOverAtOnceAndTrafficReturnsWhenTheFirstWorks(boolean away) throws Exception {
        bench.answers(FIRST, away ? RelayBench.AWAY : RelayBench.MEND);
        List<StoredMessage> messages = bench.submit(300, FIRST, SECOND);
        bench.run();

        assertThat(bench.sink(SECOND).taken()).containsExactlyInAnyOrderElementsOf(messages);
        assertThat(bench.sink(FIRST).tried()).hasSize(1);
        assertThat(bench.reported(Event.PassedOn.class)).hasSize(1);
        assertThat(bench.reported(Event.Diverted.class))
                .extracting(Event.Diverted::messages)
                .containsExactly(299);

        bench.answers(FIRST, RelayBench.TAKEN);
        bench.letPass(Duration.ofMinutes(1));
        StoredMessage after = bench.submit(FIRST, SECOND);
        bench.run();
        assertThat(bench.sink(FIRST).taken()).containsExactly(after);
        assertThat(bench.reported(Event.AlarmRaised.class))
                .hasSameSizeAs(bench.reported(Event.AlarmCleared.class));
    }

    @Test
    void whileTheFirstWayIsAwayOnlyProbesTryIt() throws Exception {
        bench.answers(FIRST, RelayBench.AWAY);
        for (int minute = 0; minute < 60; minute++) {
            bench.submit(10, FIRST, SECOND);
            bench.letPass(Duration.ofMinutes(1));
        }

        assertThat(bench.sink(SECOND).taken()).hasSize(600);
        assertThat(bench.sink(FIRST).tried()).hasSizeLessThan(12);
    }

    @Test
    @Tag("slow")
    void whenAllWaysAreAwayTheWorkIsBoundedAndWhicheverIsBackFirstTakesAll() throws Exception {
        bench.answers(FIRST, RelayBench.AWAY);
        bench.answers(SECOND, RelayBench.AWAY);
        bench.submit(100, FIRST, SECOND);
        bench.letPass(Duration.ofHours(3));

        assertThat(bench.sink(FIRST).tried()).hasSizeLessThan(25);
        assertThat(bench.sink(SECOND).tried()).hasSizeLessThan(25);
        // 2160 turns of two lanes, each of which looks at its plan and little else.
        assertThat(bench.outlet.calls()).isLessThan(30_000);
        assertThat(bench.outlet.count(MemoryOutlet.State.WAITING)).isEqualTo(100);

        bench.answers(FIRST, RelayBench.TAKEN);
        bench.letPass(RelayBench.RETRY.longest().multipliedBy(2));
        assertThat(bench.sink(FIRST).taken()).hasSize(100);
        assertThat(bench.sink(SECOND).taken()).isEmpty();
    }

    @Test
    @Tag("slow")
    void whenAllWaysAreAwayTheSenderIsWarnedOnceAndGetsItBackInTheEnd() throws Exception {
        bench.answers(FIRST, RelayBench.AWAY);
        bench.answers(SECOND, RelayBench.AWAY);
        bench.submit(20, FIRST, SECOND);

        bench.letPass(Duration.ofHours(5), Duration.ofSeconds(20));
        bench.letPass(Duration.ofHours(44), Duration.ofMinutes(1));

        var told = bench.outlet.claim(Outlet.SENDER, 1_000, Duration.ofMinutes(1));
        assertThat(told)
                .filteredOn(claim -> claim.consignment().notice().orElseThrow() == Notice.DELAYED)
                .hasSize(20);
        assertThat(told)
                .filteredOn(claim -> claim.consignment().notice().orElseThrow() == Notice.FAILED)
                .hasSize(20);
        assertThat(bench.outlet.count(MemoryOutlet.State.BOUNCED)).isEqualTo(20);
    }

    @Test
    void messageThatAWayCannotCarryTakesTheNextAndTheWayStaysOpen() throws Exception {
        bench.answers(FIRST, TOO_WIDE);
        bench.submit(5, FIRST, SECOND);
        bench.run();

        assertThat(bench.sink(FIRST).tried()).hasSize(5);
        assertThat(bench.sink(SECOND).taken()).hasSize(5);
        assertThat(bench.reported(Event.AlarmRaised.class)).isEmpty();
    }

    @Test
    void messageWhoseSenderAskedNotToBeToldIsNotSaidToGoBack() throws Exception {
        bench.answers(FIRST, TOO_WIDE);
        bench.submitQuietly(FIRST);
        bench.run();

        assertThat(bench.reported(Event.Returned.class)).isEmpty();
        assertThat(bench.reported(Event.EndedUntold.class)).hasSize(1);
    }

    @Test
    void messageThatNoWayCanCarryGoesBackAtOnce() throws Exception {
        bench.answers(FIRST, TOO_WIDE);
        bench.answers(SECOND, TOO_WIDE);
        StoredMessage message = bench.submit(FIRST, SECOND);
        bench.run();

        assertThat(bench.outlet.state(message)).isEqualTo(MemoryOutlet.State.BOUNCED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void substituteThatCannotCarryItDoesNotSendBackWhatTheFirstWayWillTake(int messages)
            throws Exception {
        bench.answers(FIRST, RelayBench.AWAY);
        bench.answers(SECOND, TOO_WIDE);
        bench.submit(messages, FIRST, SECOND);
        bench.letPass(Duration.ofHours(3));

        assertThat(bench.reported(Event.Returned.class)).isEmpty();
        assertThat(bench.sink(SECOND).tried()).hasSizeLessThan(60 * messages);

        bench.answers(FIRST, RelayBench.TAKEN);
        bench.letPass(RelayBench.RETRY.longest().multipliedBy(2));
        assertThat(bench.sink(FIRST).taken()).hasSize(messages);
    }

    /// The last way is merely down for longer than a message lives, the first has to be mended.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("slow")
    void messageWhoseFirstWayMustBeMendedNeverGoesBack(boolean down) throws Exception {
        bench.answers(FIRST, RelayBench.MEND);
        bench.answers(SECOND, down ? RelayBench.AWAY : TOO_WIDE);
        bench.submit(3, FIRST, SECOND);
        bench.letPass(Duration.ofDays(4), Duration.ofMinutes(10));

        assertThat(bench.reported(Event.Returned.class)).isEmpty();
        assertThat(bench.outlet.count(MemoryOutlet.State.WAITING)).isGreaterThanOrEqualTo(3);

        bench.answers(FIRST, RelayBench.TAKEN);
        bench.letPass(RelayBench.RETRY.longest().multipliedBy(3));
        assertThat(bench.sink(FIRST).taken()).hasSize(3);
    }

    @Test
    void quotaOfTheDayMakesTheNextWayTakeOver() throws Exception {
        RelayBench daily =
                new RelayBench()
                        .with(FIRST, new Limits(1, Limits.ANY_NUMBER, Limits.ANY_SIZE, 500, 10))
                        .with(SECOND);
        daily.submit(25, FIRST, SECOND);
        daily.run();

        assertThat(daily.sink(FIRST).taken()).hasSize(10);
        assertThat(daily.sink(SECOND).taken()).hasSize(15);
    }

    @Test
    void tooLargeMessageTakesTheNextWay() throws Exception {
        RelayBench small =
                new RelayBench().with(FIRST, new Limits(1, Limits.ANY_NUMBER, 10)).with(SECOND);
        StoredMessage message = small.submit(FIRST, SECOND);
        small.run();

        assertThat(small.sink(SECOND).taken()).containsExactly(message);
        assertThat(small.reported(Event.PassedOn.class).getFirst().reason())
                .contains("14 octets", "size-max");
    }

    @Test
    void wayThatFailsWithoutSayingWhyIsLeftOnceItIsCertainlyAway() throws Exception {
        bench.answers(FIRST, new Answer.NotNow("451 try later", Answer.Cause.UNKNOWN));
        bench.submit(10, FIRST, SECOND);
        bench.letPass(Duration.ofMinutes(5));

        assertThat(bench.sink(SECOND).taken()).hasSize(10);
    }
}
