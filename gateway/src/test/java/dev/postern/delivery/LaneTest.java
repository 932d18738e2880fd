package dev.postern.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.event.Event;
import dev.postern.queue.Outcome;
import dev.postern.queue.QueueUnavailableException;
import dev.postern.queue.StoredMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaneTest {

    private final LaneBench bench = new LaneBench();

    @Test
    void handsOverInTheOrderOfAcceptance() throws Exception {
        List<StoredMessage> messages = bench.accept(50);

        assertThat(bench.lane.runDue()).isEmpty();

        assertThat(bench.sink.taken()).isEqualTo(messages);
        assertThat(bench.outlet.count(MemoryOutlet.State.DELIVERED)).isEqualTo(50);
        assertThat(bench.reported(Event.HandedOver.class)).hasSize(50);
        assertThat(bench.events).hasSize(50);
    }

    @Test
    void refusedMessageIsParkedWithTheDestinationsWordsAndTheRestFlows() throws Exception {
        List<StoredMessage> messages = bench.accept(3);
        StoredMessage bad = messages.get(1);
        bench.sink.answers(parcel ->
                parcel.message().equals(bad)
                        ? new Answer.Refused("422 no ticket")
                        : new Answer.Taken("ok"));

        bench.lane.runDue();

        assertThat(bench.sink.taken()).containsExactly(messages.get(0), messages.get(2));
        assertThat(bench.outlet.last(bad)).isEqualTo(new Outcome.Refused("422 no ticket"));
        assertThat(bench.reported(Event.Parked.class))
                .containsExactly(
                        new Event.Parked(LaneBench.NAME, bad.id().value(), "422 no ticket"));
    }

    @Test
    void oneFailureIsTriedAgainAndKeepsTheOrder() throws Exception {
        List<StoredMessage> messages = bench.accept(3);
        bench.sink.answers(_ -> LaneBench.ERROR);
        Optional<Instant> next = bench.lane.runDue();
        assertThat(bench.sink.tried()).containsExactly(messages.get(0));
        assertThat(next).isPresent();
        assertThat(Duration.between(bench.clock.instant(), next.get()))
                .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));

        bench.sink.answers(_ -> new Answer.Taken("ok"));
        bench.lane.runDue();
        assertThat(bench.sink.taken()).isEmpty();

        bench.clock.turn(Duration.ofSeconds(10));
        bench.lane.runDue();

        assertThat(bench.sink.taken()).isEqualTo(messages);
        assertThat(bench.reported(Event.AlarmRaised.class)).isEmpty();
    }

    @Test
    void tenMinutesOfErrorsLoseNothingKeepTheOrderAndRaiseOneAlarm() throws Exception {
        List<StoredMessage> messages = new ArrayList<>(bench.accept(5));
        bench.sink.answers(_ -> LaneBench.ERROR);
        bench.letPass(Duration.ofMinutes(5));
        messages.addAll(bench.accept(5));
        bench.letPass(Duration.ofMinutes(5));
        assertThat(bench.sink.taken()).isEmpty();
        assertThat(bench.reported(Event.AlarmRaised.class)).hasSize(1);

        bench.sink.answers(_ -> new Answer.Taken("ok"));
        bench.letPass(LaneBench.RETRY.longest());

        assertThat(bench.sink.taken()).isEqualTo(messages);
        assertThat(bench.outlet.count(MemoryOutlet.State.DELIVERED)).isEqualTo(10);
        assertThat(bench.reported(Event.AlarmCleared.class))
                .containsExactly(new Event.AlarmCleared("destination razr-inbox away"));
        assertThat(bench.reported(Event.AlarmRaised.class)).hasSize(1);
    }

    @Test
    void awayDestinationIsAskedWithTheOldestMessageOnlyHoweverLongItLasts() throws Exception {
        List<StoredMessage> messages = bench.accept(3);
        bench.sink.answers(_ -> LaneBench.AWAY);

        bench.letPass(Duration.ofHours(2));

        assertThat(bench.sink.tried()).containsOnly(messages.get(0)).hasSizeGreaterThan(100);
        assertThat(bench.outlet.count(MemoryOutlet.State.WAITING)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 49, 50, 97, 98, 99})
    void poisonIsParkedInTheEndAndTheOthersArriveInOneCycle(int position) throws Exception {
        List<StoredMessage> messages = bench.accept(100);
        StoredMessage poison = messages.get(position);
        bench.sink.answers(parcel ->
                parcel.message().equals(poison) ? LaneBench.ERROR : new Answer.Taken("ok"));

        bench.letPass(Duration.ofSeconds(10));

        List<StoredMessage> others = new ArrayList<>(messages);
        others.remove(poison);
        assertThat(bench.sink.taken()).isEqualTo(others);
        assertThat(bench.outlet.state(poison)).isEqualTo(MemoryOutlet.State.WAITING);

        bench.letPass(Duration.ofMinutes(10));

        assertThat(bench.outlet.state(poison)).isEqualTo(MemoryOutlet.State.PARKED);
        assertThat(bench.outlet.attempts(poison)).isEqualTo(LaneBench.RETRY.attempts());
        assertThat(bench.reported(Event.Parked.class).getFirst().reason())
                .contains("given up after 5 failures", "500 broken");
        bench.accept();
        assertThat(bench.lane.runDue()).isEmpty();
        assertThat(bench.sink.taken()).hasSize(100);
        assertThat(bench.reported(Event.AlarmRaised.class))
                .hasSameSizeAs(bench.reported(Event.AlarmCleared.class));
    }

    @Test
    void aRowOfPoisonDoesNotPassForAnOutageForEver() throws Exception {
        List<StoredMessage> messages = bench.accept(20);
        Set<StoredMessage> poison = Set.copyOf(messages.subList(3, 7));
        bench.sink.answers(parcel ->
                poison.contains(parcel.message()) ? LaneBench.ERROR : new Answer.Taken("ok"));

        bench.letPass(Duration.ofMinutes(5));

        assertThat(bench.sink.taken()).hasSize(16).doesNotContainAnyElementsOf(poison);
        bench.letPass(Duration.ofMinutes(15));
        assertThat(bench.outlet.count(MemoryOutlet.State.PARKED)).isEqualTo(4);
    }

    @Test
    void newMessageDoesNotWaitForALoneOneThatKeepsFailing() throws Exception {
        StoredMessage lone = bench.accept();
        bench.sink.answers(
                parcel -> parcel.message().equals(lone) ? LaneBench.ERROR : new Answer.Taken("ok"));
        bench.letPass(Duration.ofSeconds(22));
        assertThat(bench.sink.tried()).containsExactly(lone, lone);
        assertThat(bench.reported(Event.AlarmRaised.class)).hasSize(1);

        StoredMessage fresh = bench.accept();
        bench.lane.runDue();

        assertThat(bench.sink.tried()).containsExactly(lone, lone, lone, fresh);
        assertThat(bench.outlet.state(fresh)).isEqualTo(MemoryOutlet.State.DELIVERED);
        assertThat(bench.reported(Event.AlarmCleared.class)).hasSize(1);
    }

    @Test
    void newMessageDoesNotOvertakeALoneOneWhenTheDestinationIsBack() throws Exception {
        StoredMessage lone = bench.accept();
        bench.sink.answers(_ -> LaneBench.ERROR);
        bench.letPass(Duration.ofSeconds(22));
        bench.sink.answers(_ -> new Answer.Taken("ok"));

        StoredMessage fresh = bench.accept();
        bench.lane.runDue();

        assertThat(bench.sink.taken()).containsExactly(lone, fresh);
    }

    @Test
    void loneMessageThatAlwaysFailsIsParkedAndTheNextIsTriedAtOnce() throws Exception {
        StoredMessage lone = bench.accept();
        bench.sink.answers(
                parcel -> parcel.message().equals(lone) ? LaneBench.ERROR : new Answer.Taken("ok"));

        bench.letPass(Duration.ofMinutes(10));

        assertThat(bench.outlet.state(lone)).isEqualTo(MemoryOutlet.State.PARKED);
        assertThat(bench.outlet.attempts(lone)).isEqualTo(LaneBench.RETRY.attempts());
        bench.accept();
        bench.lane.runDue();
        assertThat(bench.outlet.count(MemoryOutlet.State.DELIVERED)).isEqualTo(1);
    }

    @Test
    void whenEverythingIsRefusedMessagesWaitInsteadOfBeingParked() throws Exception {
        List<StoredMessage> messages = bench.accept(40);
        bench.sink.answers(_ -> new Answer.Refused("404 no such path"));

        bench.letPass(Duration.ofHours(1));

        assertThat(bench.outlet.count(MemoryOutlet.State.PARKED)).isEqualTo(20);
        assertThat(bench.outlet.count(MemoryOutlet.State.WAITING)).isEqualTo(20);
        assertThat(bench.reported(Event.AlarmRaised.class)).hasSize(1);

        bench.sink.answers(_ -> new Answer.Taken("ok"));
        bench.letPass(LaneBench.RETRY.longest());
        assertThat(bench.sink.taken()).isEqualTo(messages.subList(20, 40));
    }

    @Test
    void patienceTheDestinationAsksForIsKept() throws Exception {
        bench.accept(2);
        bench.sink.answers(
                _ -> new Answer.NotNow("429", Answer.Cause.DESTINATION, Duration.ofMinutes(7)));

        Optional<Instant> next = bench.lane.runDue();

        assertThat(next).contains(bench.clock.instant().plus(Duration.ofMinutes(7)));
        bench.letPass(Duration.ofMinutes(6));
        assertThat(bench.sink.tried()).hasSize(1);
    }

    @Test
    void tooLargeMessageIsParkedWithoutAnAttempt() throws Exception {
        LaneBench small = new LaneBench(new Limits(1, Limits.ANY_NUMBER, 100));
        StoredMessage large = small.outlet.accept(LaneBench.NAME, new byte[101]);
        StoredMessage fits = small.outlet.accept(LaneBench.NAME, new byte[100]);

        small.lane.runDue();

        assertThat(small.sink.tried()).containsExactly(fits);
        assertThat(small.reported(Event.Parked.class).getFirst().reason())
                .contains("101 octets", "no more than 100 (size-max)");
        assertThat(small.outlet.state(large)).isEqualTo(MemoryOutlet.State.PARKED);
    }

    @Test
    void noMoreMessagesGoOutInAMinuteThanTheLimit() throws Exception {
        LaneBench slow = new LaneBench(new Limits(1, 30, Limits.ANY_SIZE));
        slow.accept(100);

        Optional<Instant> next = slow.lane.runDue();
        assertThat(slow.sink.taken()).hasSize(30);
        assertThat(next).contains(slow.clock.instant().plus(Duration.ofMinutes(1)));

        slow.letPass(Duration.ofMinutes(2));
        assertThat(slow.sink.taken()).hasSize(90);
        assertThat(slow.outlet.attempts(slow.sink.taken().getLast())).isEqualTo(1);
    }

    @Test
    void mistakeOfTheAgentDefersTheMessage() throws Exception {
        StoredMessage message = bench.accept();
        bench.sink.answers(_ -> {
            throw new IllegalStateException("bug");
        });

        bench.lane.runDue();

        assertThat(bench.outlet.state(message)).isEqualTo(MemoryOutlet.State.WAITING);
        assertThat(bench.reported(Event.HandOverDeferred.class).getFirst().reason())
                .isEqualTo("our mistake: IllegalStateException: bug");
    }

    @Test
    void messageThatCannotBeReadIsNeverCalledDelivered() throws Exception {
        StoredMessage message = bench.accept();
        bench.outlet.unreadable(true);
        bench.sink.answers(parcel -> {
            try (var in = parcel.open()) {
                in.readAllBytes();
            } catch (IOException _) {
                // As an agent that does not care.
            }
            return new Answer.Taken("ok");
        });

        bench.lane.runDue();

        assertThat(bench.outlet.state(message)).isEqualTo(MemoryOutlet.State.WAITING);
        assertThat(bench.reported(Event.HandOverDeferred.class).getFirst().reason())
                .contains("could not be read from the queue", "damaged");
    }

    @Test
    void whatWasTakenIsSettledWhenTheQueueIsBackAndNotHandedOverAgain() throws Exception {
        StoredMessage message = bench.accept();
        bench.sink.answers(_ -> {
            bench.outlet.broken(true);
            return new Answer.Taken("ok");
        });
        assertThatThrownBy(bench.lane::runDue).isInstanceOf(QueueUnavailableException.class);
        assertThat(bench.reported(Event.HandedOver.class)).isEmpty();

        bench.outlet.broken(false);
        bench.lane.runDue();

        assertThat(bench.outlet.state(message)).isEqualTo(MemoryOutlet.State.DELIVERED);
        assertThat(bench.sink.tried()).hasSize(1);
        assertThat(bench.reported(Event.HandedOver.class)).hasSize(1);
    }

    @Test
    void longHandOverKeepsItsClaimAndThoseBehindIt() throws Exception {
        List<StoredMessage> messages = bench.accept(3);
        bench.sink.answers(parcel -> {
            for (int i = 0; i < 10; i++) {
                bench.clock.turn(Duration.ofSeconds(30));
                bench.lane.renew();
            }
            return new Answer.Taken("ok");
        });

        bench.lane.runDue();

        assertThat(bench.sink.taken()).isEqualTo(messages);
        assertThat(bench.outlet.attempts(messages.get(2))).isEqualTo(1);
    }

    @Test
    void claimThatRanOutIsReportedAndSettledByTheNextAttempt() throws Exception {
        StoredMessage message = bench.accept();
        bench.sink.answers(_ -> {
            bench.clock.turn(Duration.ofMinutes(5));
            try {
                bench.outlet.claim(LaneBench.NAME, 1, Duration.ofSeconds(1));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            bench.clock.turn(Duration.ofSeconds(2));
            bench.sink.answers(_ -> new Answer.Taken("again"));
            return new Answer.Taken("ok");
        });

        bench.lane.runDue();

        assertThat(bench.reported(Event.Service.class)).hasSize(1);
        assertThat(bench.outlet.last(message)).isEqualTo(new Outcome.Delivered("again"));
        assertThat(bench.outlet.attempts(message)).isEqualTo(3);
    }

    @Test
    void afterARestartTheOldestOfThoseThatWaitedGoesFirst() throws Exception {
        List<StoredMessage> messages = bench.accept(5);
        bench.sink.answers(_ -> LaneBench.ERROR);
        bench.letPass(Duration.ofMinutes(1));

        bench.restart();
        bench.letPass(Duration.ofMinutes(3));
        bench.sink.answers(_ -> new Answer.Taken("ok"));
        bench.letPass(LaneBench.RETRY.longest());

        assertThat(bench.sink.taken()).isEqualTo(messages);
    }
}
