package dev.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.protocol.mail.Notify;
import dev.postern.queue.QueueDesk.Deed;
import dev.postern.queue.QueueDesk.Delivery;
import dev.postern.queue.QueueDesk.Filter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What [QueueDesk] promises of messages with an envelope.
public abstract class RelayDeskContract extends RelayContract {

    private static final String WHO = "jana";
    private static final List<String> WAYS = List.of(WAY, "acs");

    private QueueDesk desk() {
        return store.desk();
    }

    private List<QueueId> listed(String sender, String recipient, String account) throws Exception {
        Filter any = Filter.any(10);
        Filter filter =
                new Filter(
                        Set.of(),
                        "",
                        "",
                        "",
                        sender,
                        recipient,
                        account,
                        any.from(),
                        any.before(),
                        10);
        return desk().list(filter).stream().map(delivery -> delivery.message().id()).toList();
    }

    @Test
    void listNarrowsBySenderRecipientAndAccount() throws Exception {
        QueueId scan = submitted("scanner_1@example.cz", WAYS, to("Bob@contoso.com"));
        QueueId bounce = submitted("", WAYS, to("anna@example.cz"), to("eva@example.cz"));
        Origin other =
                new Origin.Submitted(
                        envelope("scannerX1@example.cz", to("eva@example.cz")),
                        new Submitter("erp", "127.0.0.1", "", "HTTP"));
        QueueId erp = taken(accept(relayed(other, WAYS, 0)));
        accepted(1);

        assertThat(listed("SCANNER", "", "")).containsExactly(scan, erp);
        assertThat(listed("scanner_1", "", "")).as("no wildcard").containsExactly(scan);
        assertThat(listed("%", "", "")).isEmpty();
        assertThat(listed("<>", "", "")).containsExactly(bounce);
        assertThat(listed("", "eva@", "")).containsExactly(bounce, erp);
        assertThat(listed("", "bob@CONTOSO.com", "")).containsExactly(scan);
        assertThat(listed("", "", "erp")).containsExactly(erp);
        assertThat(listed("scanner", "eva", "printer1")).isEmpty();
    }

    @Test
    void listedDeliverySaysWhoItIsForAndWhereElseItCanGo() throws Exception {
        submitted("anna@example.cz", WAYS, to("a@x.cz"), to("b@x.cz"));
        settle(
                claimOne(WAY),
                new Outcome.Parted(
                        List.of(
                                part(deferred(Duration.ofHours(1)), 0),
                                part(new Outcome.Passed(reply("5.3.4", "too large")), 1))));

        List<Delivery> deliveries = desk().list(Filter.any(10));

        assertThat(deliveries).hasSize(2);
        assertThat(deliveries)
                .filteredOn(one -> one.destination().equals(WAY))
                .allSatisfy(one -> {
                    assertThat(one.ways()).isEqualTo(WAYS);
                    assertThat(addresses(one.addressees())).containsExactly("a");
                });
        assertThat(deliveries)
                .filteredOn(one -> one.destination().equals("acs"))
                .allSatisfy(one -> {
                    assertThat(one.ways()).containsExactly("acs");
                    assertThat(one.addressees().getFirst().last())
                            .contains(reply("5.3.4", "too large"));
                });
    }

    @Test
    void releasedMessageGoesTheFirstWayAgain() throws Exception {
        QueueId id = submitted("", WAYS, to("a@x.cz"));
        settle(claimOne(WAY), new Outcome.Passed(Reply.failed("no")));
        settle(claimOne("acs"), refused("550 no"));
        assertThat(deliveries(id)).containsExactly("acs parked a");

        assertThat(desk().release(id, WHO)).containsExactly(WAY);

        Claim claim = claimOne(WAY);
        assertThat(claim.attempt()).isOne();
        assertThat(claim.consignment().furtherWays()).containsExactly("acs");
    }

    @Test
    void failureOfWhichNobodyCouldBeToldCanBeReleasedToItsRecipients() throws Exception {
        QueueId id = submitted("anna@example.cz", WAYS, to("a@x.cz"), to("b@x.cz"));
        settle(
                claimOne(WAY),
                new Outcome.Parted(
                        List.of(part(refused("550 no"), 0), part(new Outcome.Delivered("ok"), 1))));
        settle(claimOne(Outlet.SENDER), new Outcome.Refused("no route"));

        assertThat(desk().release(id, WHO)).containsExactly(WAY);

        Claim claim = claimOne(WAY);
        assertThat(addresses(claim.consignment().addressees())).containsExactly("a");
        assertThat(claim.consignment().notice()).isEmpty();
        assertThat(claim.consignment().furtherWays()).containsExactly("acs");
        settle(claim, refused("550 still no"));
        assertThat(claimOne(Outlet.SENDER).consignment().notice()).contains(Notice.FAILED);
    }

    @Test
    void parkedNoticeOfADelayIsReleasedToItsSender() throws Exception {
        QueueId id = submitted("anna@example.cz", WAYS, to("a@x.cz", Notify.SUCCESS));
        settle(claimOne(WAY), new Outcome.Delivered("ok"));
        assertThat(desk().park(id, WHO, "wait")).containsExactly(Outlet.SENDER);
        assertThat(claim(Outlet.SENDER, 1)).isEmpty();

        assertThat(desk().release(id, WHO)).containsExactly(Outlet.SENDER);

        assertThat(claimOne(Outlet.SENDER).consignment().notice()).contains(Notice.RELAYED);
    }

    @Test
    void changesConcernEveryDeliveryThatIsInTheState() throws Exception {
        QueueId id = submitted("anna@example.cz", WAYS, to("a@x.cz"), to("b@x.cz"));
        settle(
                claimOne(WAY),
                new Outcome.Parted(
                        List.of(
                                part(deferred(Duration.ofHours(1)), 0),
                                part(new Outcome.Passed(Reply.failed("no")), 1))));

        assertThat(desk().retry(id, WHO)).containsExactlyInAnyOrder(WAY, "acs");
        assertThat(desk().park(id, WHO, "")).containsExactlyInAnyOrder(WAY, "acs");
        assertThat(desk().delete(id, WHO, "spam")).containsExactlyInAnyOrder(WAY, "acs");

        assertThat(deliveries(id)).containsExactly("acs deleted b", "exchange deleted a");
        assertThat(show(id).stored()).isFalse();
        assertThat(deeds(id)).endsWith(Deed.DELETED, Deed.DELETED);
    }

    @Test
    void levelCountsNoticesAndTheirMessages() throws Exception {
        Instant oldest = clock.instant();
        submitted("anna@example.cz", WAYS, to("a@x.cz"));
        settle(claimOne(WAY), refused("550 no"));
        clock.advance(Duration.ofHours(1));
        submitted("anna@example.cz", WAYS, to("a@x.cz"));

        QueueDesk.Level level = desk().level();

        assertThat(level.deliveries())
                .isEqualTo(
                        Map.of(
                                Outlet.SENDER,
                                Map.of(DeliveryState.WAITING, 1L),
                                WAY,
                                Map.of(DeliveryState.WAITING, 1L)));
        assertThat(level.oldestWaiting()).isEqualTo(Optional.of(oldest));
    }

    @Test
    void pruningForgetsAMessageWhenItsLastNoticeHasEnded() throws Exception {
        QueueId told = submitted("anna@example.cz", WAYS, to("a@x.cz", Notify.SUCCESS));
        settle(claimOne(WAY), new Outcome.Delivered("ok"));
        QueueId bounced = submitted("anna@example.cz", WAYS, to("b@x.cz"));
        settle(claimOne(WAY), refused("550 no"));
        clock.advance(Duration.ofDays(1));
        assertThat(desk().prune(clock.instant())).isZero();

        claim(Outlet.SENDER, 9).forEach(claim -> settled(claim, new Outcome.Delivered("told")));
        clock.advance(Duration.ofDays(1));

        assertThat(desk().prune(clock.instant())).isEqualTo(2);
        assertThat(desk().show(told)).isEmpty();
        assertThat(desk().show(bounced)).isEmpty();
    }

    private void settled(Claim claim, Outcome outcome) {
        try {
            assertThat(settle(claim, outcome)).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
