package dev.postern.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.event.Event;
import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.queue.Notice;
import dev.postern.queue.Outcome;
import dev.postern.queue.Outlet;
import dev.postern.queue.Reply;
import dev.postern.queue.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What one way out does with submitted messages.
class RelayLaneTest {

    private static final String WAY = RelayBench.FIRST;
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final RelayBench bench = new RelayBench().with(WAY);

    @Test
    void upstreamAwayForAnHourDelaysAndLosesNothing() throws Exception {
        bench.answers(WAY, RelayBench.AWAY);
        List<StoredMessage> messages = bench.submit(20, WAY);

        bench.letPass(Duration.ofHours(1));
        assertThat(bench.outlet.count(MemoryOutlet.State.WAITING)).isEqualTo(20);
        assertThat(bench.sink(WAY).tried()).hasSizeLessThan(15);
        bench.answers(WAY, RelayBench.TAKEN);
        bench.letPass(RelayBench.RETRY.longest());

        assertThat(bench.sink(WAY).taken()).containsExactlyInAnyOrderElementsOf(messages);
        assertThat(bench.reported(Event.AlarmRaised.class)).hasSize(1);
        assertThat(bench.reported(Event.AlarmCleared.class)).hasSize(1);
        assertThat(bench.reported(Event.Returned.class)).isEmpty();
    }

    @Test
    void refusedRecipientGoesBackWithTheServersWordsAndTheOthersHaveTheMessage() throws Exception {
        StoredMessage message =
                bench.submit(
                        List.of(WAY),
                        "scanner@example.cz",
                        "anna@example.cz",
                        "nobody@example.cz",
                        "petr@example.cz");
        Answer.Taken ok = new Answer.Taken("250 OK");
        bench.sink(WAY)
                .answers(_ ->
                        new Answer.Each(
                                Map.of(
                                        0, ok,
                                        1, new Answer.Refused(RelayBench.UNKNOWN_USER),
                                        2, ok)));

        bench.run();

        assertThat(bench.outlet.count(MemoryOutlet.State.DELIVERED)).isEqualTo(1);
        assertThat(bench.outlet.count(MemoryOutlet.State.BOUNCED)).isEqualTo(1);
        var told = bench.outlet.claim(Outlet.SENDER, 10, LEASE);
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().message()).isEqualTo(message);
        assertThat(told.getFirst().consignment().notice()).contains(Notice.FAILED);
        assertThat(told.getFirst().consignment().addressees())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.number()).isEqualTo(1);
                    assertThat(one.last()).contains(RelayBench.UNKNOWN_USER);
                });
        assertThat(bench.reported(Event.HandedOver.class).getFirst().words())
                .isEqualTo("2 of 3 recipients: 250 OK");
        assertThat(bench.reported(Event.Returned.class).getFirst().reason())
                .isEqualTo("1 of 3 recipients: 550 5.1.1 User unknown");
    }

    @Test
    void recipientDeferredBesideATakenOneWaitsAloneAndTheWayStaysOpen() throws Exception {
        bench.submit(List.of(WAY), "scanner@example.cz", "anna@example.cz", "petr@example.cz");
        Answer full = new Answer.NotNow("452 4.2.2 mailbox full", Answer.Cause.UNKNOWN);
        bench.sink(WAY)
                .answers(parcel ->
                        parcel.addressees().size() == 2
                                ? new Answer.Each(
                                        Map.of(
                                                0, (Answer.ForSome) RelayBench.TAKEN,
                                                1, (Answer.ForSome) full))
                                : RelayBench.TAKEN);
        bench.run();
        StoredMessage next = bench.submit(WAY);
        bench.run();

        assertThat(bench.sink(WAY).taken()).containsExactly(next);
        assertThat(bench.outlet.count(MemoryOutlet.State.WAITING)).isEqualTo(1);
        bench.letPass(Duration.ofMinutes(1));
        assertThat(bench.outlet.count(MemoryOutlet.State.DELIVERED)).isEqualTo(3);
    }

    @Test
    void recipientWithoutAnAnswerIsTriedAgain() throws Exception {
        bench.submit(List.of(WAY), "scanner@example.cz", "anna@example.cz", "petr@example.cz");
        bench.sink(WAY).answers(_ -> new Answer.Each(Map.of(0, new Answer.Taken("ok"))));

        bench.run();

        assertThat(bench.outlet.count(MemoryOutlet.State.WAITING)).isEqualTo(1);
        assertThat(bench.reported(Event.HandOverDeferred.class).getFirst().reason())
                .contains("no answer for this recipient");
    }

    @Test
    void signInFailureWaitsWithOneAlarmAndResumesByItself() throws Exception {
        bench.answers(WAY, RelayBench.MEND);
        List<StoredMessage> messages = bench.submit(5, WAY);

        bench.letPass(Duration.ofDays(5), Duration.ofMinutes(3));

        assertThat(bench.outlet.count(MemoryOutlet.State.WAITING)).isEqualTo(5);
        assertThat(bench.reported(Event.AlarmRaised.class))
                .singleElement()
                .satisfies(alarm -> {
                    assertThat(alarm.subject())
                            .isEqualTo("destination exchange needs an administrator");
                    assertThat(alarm.text()).contains("535 5.7.139", "Set-CASMailbox");
                });

        bench.answers(WAY, RelayBench.TAKEN);
        bench.letPass(RelayBench.RETRY.longest());
        assertThat(bench.sink(WAY).taken()).containsExactlyInAnyOrderElementsOf(messages);
        assertThat(bench.reported(Event.AlarmCleared.class))
                .containsExactly(
                        new Event.AlarmCleared("destination exchange needs an administrator"));
    }

    @Test
    void alarmOfAnOutageGivesWayToTheOneForTheAdministrator() throws Exception {
        bench.answers(WAY, RelayBench.AWAY);
        bench.submit(WAY);
        bench.letPass(Duration.ofMinutes(3));
        bench.answers(WAY, RelayBench.MEND);
        bench.letPass(Duration.ofMinutes(10));
        bench.answers(WAY, RelayBench.AWAY);
        bench.letPass(Duration.ofHours(1));

        assertThat(bench.events)
                .filteredOn(Event.AlarmRaised.class::isInstance)
                .extracting(event -> ((Event.AlarmRaised) event).subject())
                .containsExactly(
                        "destination exchange away", "destination exchange needs an administrator");
        assertThat(bench.reported(Event.AlarmCleared.class))
                .containsExactly(new Event.AlarmCleared("destination exchange away"));
    }

    @Test
    void senderIsWarnedOnceAfterFourHoursAlsoOfWhatWaitsBehindTheProbe() throws Exception {
        bench.answers(WAY, RelayBench.AWAY);
        bench.submit(30, WAY);

        bench.letPass(Duration.ofHours(4).minusMinutes(1), Duration.ofSeconds(30));
        assertThat(bench.outlet.claim(Outlet.SENDER, 100, LEASE)).isEmpty();

        bench.letPass(Duration.ofHours(8), Duration.ofSeconds(30));

        assertThat(bench.outlet.claim(Outlet.SENDER, 100, LEASE))
                .hasSize(30)
                .allSatisfy(
                        claim -> assertThat(claim.consignment().notice()).contains(Notice.DELAYED))
                .extracting(claim -> claim.message().id())
                .doesNotHaveDuplicates();
    }

    @Test
    @Tag("slow")
    void messageGoesBackWhenItsTimeIsOverEvenIfTheWayIsDown() throws Exception {
        bench.answers(WAY, RelayBench.AWAY);
        bench.submit(200, WAY);

        bench.letPass(Duration.ofDays(2).minusHours(1), Duration.ofMinutes(2));
        assertThat(bench.outlet.count(MemoryOutlet.State.BOUNCED)).isZero();
        bench.letPass(Duration.ofMinutes(90), Duration.ofMinutes(2));

        assertThat(bench.outlet.count(MemoryOutlet.State.BOUNCED)).isEqualTo(200);
        var failed =
                bench.outlet.claim(Outlet.SENDER, 1_000, LEASE).stream()
                        .filter(c -> c.consignment().notice().equals(Optional.of(Notice.FAILED)))
                        .toList();
        assertThat(failed).hasSize(200);
        Reply last = failed.getFirst().consignment().addressees().getFirst().last().orElseThrow();
        assertThat(last.status()).isEqualTo(new EnhancedStatus(5, 4, 7));
        assertThat(last.words()).isEqualTo("connection refused");
    }

    @Test
    void nullSenderIsNeverBouncedButParkedAndTold() throws Exception {
        bench.answers(WAY, new Answer.Refused(RelayBench.UNKNOWN_USER));
        StoredMessage message = bench.submit(List.of(WAY), "", "anna@example.cz");

        bench.run();

        assertThat(bench.outlet.state(message)).isEqualTo(MemoryOutlet.State.PARKED);
        assertThat(bench.outlet.claim(Outlet.SENDER, 10, LEASE)).isEmpty();
        assertThat(bench.reported(Event.Parked.class)).hasSize(1);
    }

    @Test
    void collectedMailWaitsForAWayThatIsDownHoweverLong() throws Exception {
        StoredMessage collected = bench.outlet.accept(WAY, new byte[10]);
        StoredMessage submitted = bench.submit(WAY);
        bench.answers(WAY, RelayBench.AWAY);

        bench.letPass(Duration.ofDays(4), Duration.ofMinutes(3));

        assertThat(bench.outlet.state(collected)).isEqualTo(MemoryOutlet.State.WAITING);
        assertThat(bench.outlet.state(submitted)).isEqualTo(MemoryOutlet.State.BOUNCED);
    }

    @Test
    void unansweredMessageIsTriedAgainAndCounted() throws Exception {
        StoredMessage message = bench.submit(WAY);
        bench.answers(WAY, new Answer.Unclear(Reply.notNow("connection lost after the dot")));
        bench.run();

        assertThat(bench.outlet.last(message)).isInstanceOf(Outcome.Unclear.class);
        assertThat(bench.reported(Event.HandOverUnclear.class).getFirst().reason())
                .isEqualTo("connection lost after the dot");

        bench.answers(WAY, RelayBench.TAKEN);
        bench.letPass(Duration.ofMinutes(1));
        assertThat(bench.outlet.state(message)).isEqualTo(MemoryOutlet.State.DELIVERED);
    }

    @Test
    void aHundredDeadAddressesInARowAllGoBackAndTheWayStaysOpen() throws Exception {
        bench.submit(100, WAY);
        bench.answers(WAY, new Answer.Refused(RelayBench.UNKNOWN_USER));
        bench.run();

        assertThat(bench.outlet.count(MemoryOutlet.State.BOUNCED)).isEqualTo(100);
        assertThat(bench.reported(Event.AlarmRaised.class)).isEmpty();
    }

    @Test
    void refusalsThatMayBeAWrongSettingAreNotBelievedForEver() throws Exception {
        bench.submit(50, WAY);
        bench.answers(
                WAY,
                new Answer.Refused(
                        new Reply(new EnhancedStatus(5, 7, 1), "mx", "550 5.7.1 relaying denied")));
        bench.letPass(Duration.ofHours(1));

        assertThat(bench.outlet.count(MemoryOutlet.State.BOUNCED)).isEqualTo(20);
        assertThat(bench.outlet.count(MemoryOutlet.State.WAITING)).isEqualTo(30);
        assertThat(bench.reported(Event.AlarmRaised.class)).hasSize(1);
    }

    @Test
    void tooLargeMessageGoesBackWithoutAnAttempt() throws Exception {
        RelayBench small = new RelayBench().with(WAY, new Limits(1, Limits.ANY_NUMBER, 10));
        StoredMessage message = small.submit(WAY);
        small.run();

        assertThat(small.sink(WAY).tried()).isEmpty();
        assertThat(small.outlet.state(message)).isEqualTo(MemoryOutlet.State.BOUNCED);
        assertThat(small.reported(Event.Returned.class).getFirst().reason())
                .contains("14 octets", "send it in smaller parts");
    }

    @Test
    void recipientsBeyondTheLimitFollowInAHandOverOfTheirOwn() throws Exception {
        Limits two = new Limits(1, Limits.ANY_NUMBER, Limits.ANY_SIZE, 2, Long.MAX_VALUE);
        RelayBench narrow = new RelayBench().with(WAY, two);
        List<List<Integer>> shares = new ArrayList<>();
        narrow.sink(WAY)
                .answers(parcel -> {
                    shares.add(parcel.addressees().stream().map(one -> one.number()).toList());
                    return RelayBench.TAKEN;
                });
        narrow.submit(
                List.of(WAY),
                "scanner@example.cz",
                "a@example.cz",
                "b@example.cz",
                "c@example.cz",
                "d@example.cz",
                "e@example.cz");

        narrow.run();

        assertThat(shares).containsExactly(List.of(0, 1), List.of(2, 3), List.of(4));
        assertThat(narrow.outlet.count(MemoryOutlet.State.DELIVERED)).isEqualTo(3);
    }

    @Test
    void recipientsOfTheDayAreCountedInARollingWindowAndAcrossARestart() throws Exception {
        Limits ten = new Limits(1, Limits.ANY_NUMBER, Limits.ANY_SIZE, 500, 10);
        RelayBench daily = new RelayBench().with(WAY, ten);
        Instant begin = daily.clock.instant();
        daily.submit(6, WAY);
        daily.run();
        daily.clock.turn(Duration.ofHours(6));
        daily.submit(6, WAY);
        daily.run();
        assertThat(daily.sink(WAY).taken()).hasSize(10);

        daily.with(WAY, ten);
        daily.letPass(Duration.ofHours(17), Duration.ofMinutes(5));
        assertThat(daily.sink(WAY).taken()).hasSize(10);
        assertThat(daily.reported(Event.HandOverDeferred.class).getLast().reason())
                .contains("10 recipients of 24 hours");

        daily.letPass(Duration.ofMinutes(90), Duration.ofMinutes(5));
        assertThat(daily.sink(WAY).taken()).hasSize(12);
        assertThat(daily.clock.instant()).isBefore(begin.plus(Duration.ofHours(25)));
    }
}
