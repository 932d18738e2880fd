package dev.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.protocol.mail.Notify;
import dev.postern.queue.QueueDesk.Deed;
import dev.postern.queue.QueueDesk.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What [Outlet] promises of the ways and the recipients of a message.
public abstract class PartingContract extends RelayContract {

    private static final List<String> WAYS = List.of(WAY, "acs", "smart");
    private static final String SENDER = "anna@example.cz";

    private QueueId toThree() throws Exception {
        return submitted(SENDER, WAYS, to("a@contoso.com"), to("b@contoso.com"), to("c@x.cz"));
    }

    @Test
    void passedMessageGoesTheNextWayAtOnce() throws Exception {
        QueueId id = toThree();
        Claim first = claimOne(WAY);

        assertThat(settle(first, new Outcome.Passed(reply("5.3.4", "too large")))).isTrue();

        assertThat(claim(WAY, 9)).isEmpty();
        Claim next = claimOne("acs");
        assertThat(next.message().id()).isEqualTo(id);
        assertThat(next.consignment().furtherWays()).containsExactly("smart");
        assertThat(next.attempt()).isEqualTo(2);
        assertThat(next.consignment().addressees())
                .extracting(Addressee::last)
                .containsOnly(Optional.of(reply("5.3.4", "too large")));
        assertThat(deeds(id)).containsExactly(Deed.ACCEPTED, Deed.PASSED);
    }

    @Test
    void deferredMessageBeginsWithTheFirstWayAgain() throws Exception {
        QueueId id = toThree();
        settle(claimOne(WAY), new Outcome.Passed(reply("5.3.4", "too large")));
        settle(claimOne("acs"), deferred(Duration.ofMinutes(3)));

        assertThat(store.outlet().nextDue("acs")).isEmpty();
        assertThat(store.outlet().nextDue(WAY))
                .contains(clock.instant().plus(Duration.ofMinutes(3)));
        clock.advance(Duration.ofMinutes(3));
        Claim again = claimOne(WAY);
        assertThat(again.message().id()).isEqualTo(id);
        assertThat(again.attempt()).isEqualTo(3);
        assertThat(again.consignment().furtherWays()).containsExactly("acs", "smart");
    }

    @Test
    void unclearHandOverIsCountedAndTriedAgain() throws Exception {
        QueueId id = toThree();
        settle(claimOne(WAY), new Outcome.Unclear(reply("4.4.2", "lost"), clock.instant()));

        assertThat(store.desk().level().unclear()).isOne();
        assertThat(deeds(id)).contains(Deed.UNCLEAR);
        settle(claimOne(WAY), new Outcome.Delivered("ok"));
        assertThat(store.desk().level().unclear()).isOne();
    }

    @Test
    void handOverOfWhichNobodyReportedTheEndIsCountedToo() throws Exception {
        QueueId id = toThree();
        claimOne(WAY);
        clock.advance(LEASE);
        settle(claimOne(WAY), new Outcome.Delivered("ok"));

        assertThat(deeds(id)).containsExactly(Deed.ACCEPTED, Deed.UNCLEAR, Deed.DELIVERED);
        assertThat(store.desk().level().unclear()).isOne();
    }

    @Test
    void recipientsPartByTheirOutcomes() throws Exception {
        QueueId id = toThree();
        Claim claim = claimOne(WAY);

        assertThat(
                        settle(
                                claim,
                                new Outcome.Parted(
                                        List.of(
                                                part(new Outcome.Delivered("250 ok"), 0),
                                                part(new Outcome.Passed(Reply.failed("no")), 1),
                                                part(deferred(Duration.ofMinutes(1)), 2)))))
                .isTrue();

        assertThat(deliveries(id))
                .containsExactly("acs waiting b", "exchange delivered a", "exchange waiting c");
        assertThat(settle(claim, new Outcome.Delivered("again"))).isFalse();
        assertThat(claimOne("acs").consignment().furtherWays()).containsExactly("smart");
        clock.advance(Duration.ofMinutes(1));
        Claim late = claimOne(WAY);
        assertThat(late.attempt()).isEqualTo(2);
        assertThat(late.consignment().furtherWays()).containsExactly("acs", "smart");
        assertThat(late.firstTried()).isEqualTo(claim.firstTried());
        assertThat(show(id).history())
                .extracting(Entry::words)
                .contains("<a@contoso.com>: 250 ok", "<b@contoso.com>: no");
    }

    @Test
    void recipientsThatFareAlikeStayTogetherEachWithItsOwnReply() throws Exception {
        QueueId id = toThree();

        settle(
                claimOne(WAY),
                new Outcome.Parted(
                        List.of(
                                part(new Outcome.Passed(reply("5.7.1", "not c")), 2),
                                part(new Outcome.Delivered("250 ok"), 1),
                                part(new Outcome.Passed(reply("5.7.2", "not a")), 0))));

        assertThat(deliveries(id)).containsExactly("acs waiting a c", "exchange delivered b");
        assertThat(claimOne("acs").consignment().addressees())
                .extracting(Addressee::last)
                .containsExactly(
                        Optional.of(reply("5.7.2", "not a")), Optional.of(reply("5.7.1", "not c")));
    }

    @Test
    void recipientsOfTwoShipmentsMeetAtOneDestination() throws Exception {
        QueueId id =
                taken(
                        accept(
                                relayed(
                                        submitted(
                                                envelope(
                                                        SENDER, to("a@x.cz"), to("b@contoso.com"))),
                                        new Shipment(List.of("hve", WAY), List.of(0)),
                                        new Shipment(List.of(WAY), List.of(1)))));
        settle(claimOne("hve"), new Outcome.Passed(Reply.failed("external")));

        List<Claim> both = claim(WAY, 9);

        assertThat(both).hasSize(2).allMatch(claim -> claim.message().id().equals(id));
        for (Claim one : both) {
            assertThat(settle(one, new Outcome.Delivered("ok"))).isTrue();
        }
        assertThat(show(id).stored()).isFalse();
    }

    @Test
    void bytesAreKeptUntilTheLastRecipientHasThem() throws Exception {
        QueueId id = toThree();
        settle(
                claimOne(WAY),
                new Outcome.Parted(
                        List.of(
                                part(new Outcome.Delivered("250 ok"), 0, 1),
                                part(new Outcome.Passed(Reply.failed("no")), 2))));
        assertThat(bytes(id)).isEqualTo(text("relayed"));

        settle(claimOne("acs"), new Outcome.Delivered("ok"));
        assertThat(show(id).stored()).isFalse();
    }

    @Test
    void partedOutcomeMustBeThatOfTheClaimsAddressees() throws Exception {
        toThree();
        Claim claim = claimOne(WAY);
        Outcome two = new Outcome.Parted(List.of(part(new Outcome.Delivered("ok"), 0, 1)));
        Outcome four = new Outcome.Parted(List.of(part(new Outcome.Delivered("ok"), 0, 1, 2, 3)));

        assertThatThrownBy(() -> settle(claim, two)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settle(claim, four)).isInstanceOf(IllegalArgumentException.class);
        assertThat(settle(claim, new Outcome.Delivered("ok"))).isTrue();
    }

    @Test
    void splitClaimHoldsTheFirstAndTheOthersWaitAsIfUntried() throws Exception {
        QueueId id = toThree();
        Claim whole = claimOne(WAY);

        Claim first = store.outlet().split(whole, 2);

        assertThat(addresses(first.consignment().addressees())).containsExactly("a", "b");
        assertThat(first.attempt()).isEqualTo(1);
        assertThat(deliveries(id)).containsExactly("exchange sending a b", "exchange waiting c");
        assertThat(settle(whole, new Outcome.Delivered("all"))).as("of the old claim").isFalse();
        clock.advance(Duration.ofSeconds(1));
        Claim rest = claimOne(WAY);
        assertThat(addresses(rest.consignment().addressees())).containsExactly("c");
        assertThat(rest.attempt()).isEqualTo(1);
        assertThat(rest.firstTried()).isEqualTo(clock.instant());
        assertThat(rest.consignment().furtherWays()).containsExactly("acs", "smart");
        assertThat(settle(first, new Outcome.Delivered("ok"))).isTrue();
        assertThat(bytes(id)).isEqualTo(text("relayed"));
        assertThat(settle(rest, new Outcome.Delivered("ok"))).isTrue();
        assertThat(show(id).stored()).isFalse();
    }

    @Test
    void splitKeepsWhatWasSaidAndWhatWasTried() throws Exception {
        toThree();
        Claim first = claimOne(WAY);
        settle(first, deferred(Duration.ZERO));
        clock.advance(Duration.ofSeconds(1));

        store.outlet().split(claimOne(WAY), 1);

        Claim rest = claimOne(WAY);
        assertThat(rest.attempt()).isEqualTo(2);
        assertThat(rest.firstTried()).isEqualTo(first.firstTried());
        assertThat(rest.consignment().addressees())
                .extracting(Addressee::last)
                .containsOnly(Optional.of(reply("4.4.1", "451 later")));
    }

    @Test
    void claimIsNotSplitWithoutNeed() throws Exception {
        toThree();
        Claim claim = claimOne(WAY);

        assertThat(store.outlet().split(claim, 3)).isEqualTo(claim);
        settle(claim, new Outcome.Delivered("ok"));
        assertThat(store.outlet().split(claim, 1)).as("no longer valid").isEqualTo(claim);
        assertThat(claim(WAY, 9)).isEmpty();
        assertThatThrownBy(() -> store.outlet().split(claim, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsDueIsPassedOnIfItHasAFurtherWay() throws Exception {
        QueueId id = toThree();
        QueueId later = toThree();
        claim(WAY, 9).forEach(claim -> unchecked(claim, id));
        QueueId stuck = submitted(SENDER, List.of(WAY), to("d@contoso.com"));

        assertThat(
                        store.outlet()
                                .passOn(
                                        WAY,
                                        new Outlet.Why("the token was refused", Hope.LATER),
                                        10))
                .isOne();

        assertThat(deliveries(id)).containsExactly("acs waiting a b c");
        assertThat(deliveries(later))
                .as("its wait is kept")
                .containsExactly("exchange waiting a b c");
        assertThat(deliveries(stuck)).containsExactly("exchange waiting d");
        Claim claim = claimOne("acs");
        assertThat(claim.attempt()).as("the first was released").isEqualTo(1);
        assertThat(claim.consignment().furtherWays()).containsExactly("smart");
        assertThat(show(id).history().getLast())
                .isEqualTo(
                        new Entry(
                                clock.instant(), Deed.PASSED, WAY, 0, "", "the token was refused"));
        assertThat(store.outlet().passOn(WAY, new Outlet.Why("again", Hope.LATER), 10)).isZero();
        clock.advance(Duration.ofHours(1));
        assertThat(store.outlet().passOn(WAY, new Outlet.Why("it came due", Hope.LATER), 10))
                .isOne();
    }

    /// Gives one claim back, and defers the others.
    private void unchecked(Claim claim, QueueId released) {
        try {
            if (claim.message().id().equals(released)) {
                store.outlet().release(List.of(claim));
            } else {
                settle(claim, deferred(Duration.ofHours(1)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void passingOnStopsAtItsLimit() throws Exception {
        for (int i = 0; i < 5; i++) {
            toThree();
        }
        assertThat(store.outlet().passOn(WAY, new Outlet.Why("away", Hope.LATER), 3)).isEqualTo(3);
        assertThat(claim(WAY, 9)).hasSize(2);
        assertThat(claim("acs", 9)).hasSize(3);
    }

    @Test
    void recipientsTakenSinceAMomentAreCounted() throws Exception {
        toThree();
        settle(claimOne(WAY), new Outcome.Delivered("ok"));
        clock.advance(Duration.ofHours(1));
        Instant since = clock.instant();
        toThree();
        settle(
                claimOne(WAY),
                new Outcome.Parted(
                        List.of(
                                part(new Outcome.Delivered("ok"), 0, 2),
                                part(refused("550 no"), 1))));
        toThree();
        settle(claimOne(WAY), new Outcome.Passed(Reply.failed("no")));
        settle(claimOne("acs"), new Outcome.Delivered("ok"));

        assertThat(store.outlet().recipientsSince(WAY, since)).isEqualTo(2);
        assertThat(store.outlet().recipientsSince(WAY, Instant.EPOCH)).isEqualTo(5);
        assertThat(store.outlet().recipientsSince("acs", since)).isEqualTo(3);
        assertThat(store.outlet().recipientsSince("smart", since)).isZero();
    }

    @Test
    void wordsOfAServerAreKeptOnOneLine() throws Exception {
        QueueId id = submitted(SENDER, List.of(WAY, "acs"), to("a@contoso.com", Notify.NEVER));
        Reply wild =
                new Reply(reply("5.0.0", "").status(), "mx.example\tcz", "550\tno\r\n550 never");
        settle(claimOne(WAY), new Outcome.Passed(wild));

        assertThat(claimOne("acs").consignment().addressees().getFirst().last())
                .contains(new Reply(wild.status(), "mx.example cz", "550 no  550 never"));
        assertThat(show(id).history().getLast().words()).contains("550", "mx.example");
    }
}
