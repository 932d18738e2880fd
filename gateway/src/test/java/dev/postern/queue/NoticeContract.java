package dev.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.protocol.mail.Notify;
import dev.postern.protocol.mail.Recipient;
import dev.postern.queue.QueueDesk.Deed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What [Outlet] promises to senders: whoever is to hear of something waits at [Outlet#SENDER].
public abstract class NoticeContract extends RelayContract {

    private static final List<String> WAYS = List.of(WAY, "acs");
    private static final String SENDER = "anna@example.cz";

    private Outcome late() {
        return new Outcome.Deferred(
                reply("4.4.1", "no answer"), clock.instant().plus(Duration.ofHours(1)), true);
    }

    private QueueId refusedEverywhere(String sender, Recipient... recipients) throws Exception {
        QueueId id = submitted(sender, List.of(WAY), recipients);
        settle(claimOne(WAY), refused("550 5.1.1 no such user"));
        return id;
    }

    @Test
    void refusedRecipientsWaitForTheirSenderToBeTold() throws Exception {
        QueueId id = refusedEverywhere(SENDER, to("a@x.cz"), to("b@x.cz", Notify.FAILURE));
        assertThat(deliveries(id)).containsExactly("sender waiting a b");
        clock.advance(Duration.ofSeconds(1));

        Claim claim = claimOne(Outlet.SENDER);

        assertThat(claim.message().id()).isEqualTo(id);
        assertThat(claim.attempt()).isOne();
        assertThat(claim.firstTried()).isEqualTo(clock.instant());
        assertThat(claim.consignment().notice()).contains(Notice.FAILED);
        assertThat(claim.consignment().furtherWays()).isEmpty();
        assertThat(claim.consignment().addressees())
                .extracting(Addressee::last)
                .containsOnly(Optional.of(reply("5.1.1", "550 5.1.1 no such user")));
        assertThat(bytes(id)).isEqualTo(text("relayed"));

        assertThat(settle(claim, new Outcome.Delivered("reported as X"))).isTrue();
        assertThat(deliveries(id)).containsExactly("sender bounced a b");
        assertThat(show(id).stored()).isFalse();
        assertThat(deeds(id)).containsExactly(Deed.ACCEPTED, Deed.REFUSED, Deed.REPORTED);
    }

    @Test
    void refusalOfTheLastWayIsARefusal() throws Exception {
        QueueId id = submitted(SENDER, WAYS, to("a@x.cz"));
        settle(claimOne(WAY), new Outcome.Passed(Reply.failed("not this way")));
        settle(claimOne("acs"), new Outcome.Passed(Reply.failed("nor this")));

        assertThat(deliveries(id)).containsExactly("sender waiting a");
        assertThat(deeds(id)).containsExactly(Deed.ACCEPTED, Deed.PASSED, Deed.REFUSED);
    }

    @Test
    void recipientsOfWhomTheSenderWantsToHearNothingAreJustGivenUp() throws Exception {
        QueueId id =
                refusedEverywhere(
                        SENDER,
                        to("a@x.cz", Notify.NEVER),
                        to("b@x.cz"),
                        to("c@x.cz", Notify.SUCCESS));

        assertThat(deliveries(id)).containsExactly("exchange bounced a c", "sender waiting b");
        assertThat(show(id).stored()).isTrue();
        settle(claimOne(Outlet.SENDER), new Outcome.Delivered("told"));
        assertThat(show(id).stored()).isFalse();
    }

    @Test
    void severalRefusalsOfOneAttemptAreOneNotice() throws Exception {
        QueueId id = submitted(SENDER, WAYS, to("a@x.cz"), to("b@x.cz"), to("c@x.cz"));

        settle(
                claimOne(WAY),
                new Outcome.Parted(
                        List.of(
                                part(refused("550 no a"), 0),
                                part(new Outcome.Delivered("ok"), 1),
                                part(new Outcome.Refused(reply("5.2.2", "552 full")), 2))));

        Claim claim = claimOne(Outlet.SENDER);
        assertThat(claim(Outlet.SENDER, 9)).isEmpty();
        assertThat(addresses(claim.consignment().addressees())).containsExactly("a", "c");
        assertThat(claim.consignment().addressees())
                .extracting(Addressee::last)
                .containsExactly(
                        Optional.of(reply("5.1.1", "550 no a")),
                        Optional.of(reply("5.2.2", "552 full")));
        assertThat(deliveries(id)).containsExactly("exchange delivered b", "sender sending a c");
    }

    @Test
    void nullReversePathReportAndCollectedMessageAreParkedInstead() throws Exception {
        QueueId nobody = refusedEverywhere("", to("a@x.cz"));
        Origin report = new Origin.Report(envelope("", to("anna@example.cz")), 7, Notice.FAILED);
        QueueId reported = taken(accept(relayed(report, List.of(WAY), 0)));
        settle(claimOne(WAY), refused("550 no"));
        QueueId collected = taken(accept(offer(received(text("x")), origin(1), WAY)));
        settle(claimOne(WAY), refused("550 no"));

        assertThat(deliveries(nobody)).containsExactly("exchange parked a");
        assertThat(deliveries(reported)).containsExactly("exchange parked anna");
        assertThat(deliveries(collected)).containsExactly("exchange parked ");
        assertThat(claim(Outlet.SENDER, 9)).isEmpty();
    }

    @Test
    void noticeOfFailureThatCannotBeGivenIsParked() throws Exception {
        QueueId id = refusedEverywhere(SENDER, to("a@x.cz"));

        settle(claimOne(Outlet.SENDER), new Outcome.Refused("no route to the sender"));

        assertThat(deliveries(id)).containsExactly("sender parked a");
        assertThat(show(id).stored()).isTrue();
    }

    @Test
    void noticeThatIsDeferredKeepsWhatWasSaidOfTheRecipients() throws Exception {
        refusedEverywhere(SENDER, to("a@x.cz"));
        settle(claimOne(Outlet.SENDER), deferred(Duration.ofMinutes(1)));
        assertThat(claim(Outlet.SENDER, 9)).isEmpty();
        clock.advance(Duration.ofMinutes(1));

        Claim again = claimOne(Outlet.SENDER);

        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.consignment().notice()).contains(Notice.FAILED);
        assertThat(again.consignment().addressees().getFirst().last())
                .contains(reply("5.1.1", "550 5.1.1 no such user"));
    }

    @Test
    void senderHearsOfADelayOnceAndTheMessageGoesOn() throws Exception {
        QueueId id = submitted(SENDER, WAYS, to("a@x.cz"), to("b@x.cz", Notify.FAILURE));
        settle(claimOne(WAY), late());

        assertThat(deliveries(id)).containsExactly("exchange waiting a b", "sender waiting a");
        Claim notice = claimOne(Outlet.SENDER);
        assertThat(notice.consignment().notice()).contains(Notice.DELAYED);
        assertThat(notice.consignment().addressees().getFirst().last())
                .contains(reply("4.4.1", "no answer"));
        settle(notice, new Outcome.Delivered("told"));
        assertThat(deliveries(id)).containsExactly("exchange waiting a b", "sender delivered a");
        Instant warned = clock.instant();
        clock.advance(Duration.ofHours(1));

        Claim second = claimOne(WAY);
        assertThat(second.consignment().warned()).contains(warned);
        settle(second, late());
        assertThat(claim(Outlet.SENDER, 9)).isEmpty();
        clock.advance(Duration.ofHours(1));
        settle(claimOne(WAY), new Outcome.Delivered("ok"));
        assertThat(show(id).stored()).isFalse();
    }

    @Test
    void delayOfWhichNobodyWantsToHearWarnsNobody() throws Exception {
        QueueId silent = submitted(SENDER, WAYS, to("a@x.cz", Notify.FAILURE, Notify.SUCCESS));
        settle(claimOne(WAY), late());
        QueueId nobody = submitted("", WAYS, to("a@x.cz"));
        settle(claimOne(WAY), late());

        assertThat(deliveries(silent)).containsExactly("exchange waiting a");
        assertThat(deliveries(nobody)).containsExactly("exchange waiting a");
        clock.advance(Duration.ofHours(1));
        assertThat(claim(WAY, 9)).allMatch(claim -> claim.consignment().warned().isEmpty());
    }

    @Test
    void senderWhoWantsToKnowHearsThatAServerTookItThatDoesNotReport() throws Exception {
        QueueId id = submitted(SENDER, WAYS, to("a@x.cz", Notify.SUCCESS), to("b@x.cz"));
        Reply taken = new Reply(EnhancedStatus.DONE, "mx.x.cz", "250 queued as 7");

        settle(claimOne(WAY), new Outcome.Delivered(taken, false));

        assertThat(deliveries(id)).containsExactly("exchange delivered a b", "sender waiting a");
        assertThat(show(id).stored()).as("the report may quote it").isTrue();
        Claim notice = claimOne(Outlet.SENDER);
        assertThat(notice.consignment().notice()).contains(Notice.RELAYED);
        assertThat(notice.consignment().addressees().getFirst().last()).contains(taken);
        settle(notice, new Outcome.Delivered("told"));
        assertThat(show(id).stored()).isFalse();
        assertThat(deeds(id)).containsExactly(Deed.ACCEPTED, Deed.DELIVERED, Deed.REPORTED);
    }

    @Test
    void destinationThatReportsIsLeftToReport() throws Exception {
        QueueId id = submitted(SENDER, WAYS, to("a@x.cz", Notify.SUCCESS));

        settle(claimOne(WAY), new Outcome.Delivered(Reply.done("ok"), true));

        assertThat(deliveries(id)).containsExactly("exchange delivered a");
        assertThat(show(id).stored()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Notice.class,
            names = {"DELAYED", "RELAYED"})
    void lesserNoticeThatCannotBeGivenEnds(Notice notice) throws Exception {
        QueueId id = submitted(SENDER, WAYS, to("a@x.cz", Notify.SUCCESS, Notify.DELAY));
        settle(claimOne(WAY), notice == Notice.DELAYED ? late() : new Outcome.Delivered("ok"));

        settle(claimOne(Outlet.SENDER), new Outcome.Refused("no route to the sender"));

        assertThat(deliveries(id)).contains("sender bounced a");
        assertThat(show(id).history().getLast().deed()).isEqualTo(Deed.REFUSED);
        assertThat(claim(Outlet.SENDER, 9)).isEmpty();
    }

    @Test
    void noticesOfManyRecipientsCanBeSplit() throws Exception {
        QueueId id = refusedEverywhere(SENDER, to("a@x.cz"), to("b@x.cz"), to("c@x.cz"));

        Claim first = store.outlet().split(claimOne(Outlet.SENDER), 1);

        Claim rest = claimOne(Outlet.SENDER);
        assertThat(rest.delivery()).isNotEqualTo(first.delivery());
        assertThat(rest.consignment().notice()).contains(Notice.FAILED);
        settle(first, new Outcome.Delivered("told"));
        settle(rest, new Outcome.Delivered("told"));
        assertThat(deliveries(id)).containsExactly("sender bounced a", "sender bounced b c");
    }

    @Test
    void senderOfALateMessageThatIsRefusedHearsOfBoth() throws Exception {
        QueueId id = submitted(SENDER, WAYS, to("a@x.cz"));
        settle(claimOne(WAY), late());
        clock.advance(Duration.ofHours(1));
        settle(claimOne(WAY), refused("550 no"));

        assertThat(claim(Outlet.SENDER, 9))
                .extracting(claim -> claim.consignment().notice().orElseThrow())
                .containsExactlyInAnyOrder(Notice.DELAYED, Notice.FAILED);
        assertThat(deliveries(id)).containsExactly("sender sending a", "sender sending a");
    }

    @Test
    void someoneWhoWaitsForNoticesIsWoken() throws Exception {
        submitted(SENDER, WAYS, to("a@x.cz"));
        Claim claim = claimOne(WAY);
        store.outlet().await(Outlet.SENDER, Duration.ofMillis(1));
        settle(claim, refused("550 no"));

        long start = System.nanoTime();
        store.outlet().await(Outlet.SENDER, Duration.ofHours(1));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
    }
}
