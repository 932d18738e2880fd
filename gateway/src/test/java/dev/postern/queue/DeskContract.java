package dev.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.postern.queue.QueueDesk.Deed;
import dev.postern.queue.QueueDesk.Delivery;
import dev.postern.queue.QueueDesk.Dossier;
import dev.postern.queue.QueueDesk.Entry;
import dev.postern.queue.QueueDesk.Filter;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What [QueueDesk] promises.
public abstract class DeskContract extends QueueContract {

    private static final String WHO = "jana";

    private QueueDesk desk() {
        return store.desk();
    }

    private Dossier show(QueueId id) throws Exception {
        return desk().show(id).orElseThrow();
    }

    private List<QueueId> listed(Filter filter) throws Exception {
        return desk().list(filter).stream().map(delivery -> delivery.message().id()).toList();
    }

    private static Filter in(DeliveryState... states) {
        return Filter.of(Set.of(states), 100);
    }

    private QueueId parked(long uid) throws Exception {
        QueueId id = accepted(uid);
        store.outlet().settle(claimOne(), new Outcome.Refused("550 no such user"));
        return id;
    }

    private QueueId delivered(long uid) throws Exception {
        QueueId id = accepted(uid);
        store.outlet().settle(claimOne(), new Outcome.Delivered("250 OK"));
        return id;
    }

    @Test
    void listShowsTheNewestLastAndTheNewestOnes() throws Exception {
        QueueId first = accepted(1);
        QueueId second = accepted(2);
        QueueId third = accepted(3);

        assertThat(listed(Filter.any(10))).containsExactly(first, second, third);
        assertThat(listed(Filter.any(2))).containsExactly(second, third);
    }

    @Test
    void listNarrowsByState() throws Exception {
        QueueId parked = parked(1);
        QueueId delivered = delivered(2);
        QueueId sending = accepted(3);
        claimOne();
        QueueId waiting = accepted(4);

        assertThat(listed(in(DeliveryState.PARKED))).containsExactly(parked);
        assertThat(listed(in(DeliveryState.DELIVERED))).containsExactly(delivered);
        assertThat(listed(in(DeliveryState.SENDING))).containsExactly(sending);
        assertThat(listed(in(DeliveryState.WAITING))).containsExactly(waiting);
        assertThat(listed(in(DeliveryState.WAITING, DeliveryState.PARKED)))
                .containsExactly(parked, waiting);
        assertThat(listed(in(DeliveryState.BOUNCED))).isEmpty();
    }

    @Test
    void listNarrowsBySourceDestinationMessageIdAndTime() throws Exception {
        QueueId first = accepted(1);
        clock.advance(Duration.ofHours(1));
        Instant noon = clock.instant();
        Offer other =
                new Offer(
                        received(text("x")),
                        origin(2),
                        "printer",
                        List.of(Shipment.whole("archive")),
                        Optional.of("<other@example.cz>"),
                        Optional.empty());
        QueueId second = taken(accept(other));

        Filter any = Filter.any(10);
        Filter source =
                new Filter(Set.of(), "printer", "", "", "", "", "", any.from(), any.before(), 10);
        Filter box = new Filter(Set.of(), "", BOX, "", "", "", "", any.from(), any.before(), 10);
        Filter id =
                new Filter(
                        Set.of(),
                        "",
                        "",
                        "<other@example.cz>",
                        "",
                        "",
                        "",
                        any.from(),
                        any.before(),
                        10);
        Filter early = new Filter(Set.of(), "", "", "", "", "", "", any.from(), noon, 10);
        Filter late = new Filter(Set.of(), "", "", "", "", "", "", noon, any.before(), 10);

        assertThat(listed(source)).containsExactly(second);
        assertThat(listed(box)).containsExactly(first);
        assertThat(listed(id)).containsExactly(second);
        assertThat(listed(early)).containsExactly(first);
        assertThat(listed(late)).containsExactly(second);
    }

    @Test
    void listedDeliverySaysWhatHappenedLastAndWhenItGoesOn() throws Exception {
        accepted(1);
        Instant later = clock.instant().plus(Duration.ofMinutes(7));
        store.outlet().settle(claimOne(), new Outcome.Deferred("451 busy", later));

        Delivery delivery = desk().list(Filter.any(1)).getFirst();

        assertThat(delivery.state()).isEqualTo(DeliveryState.WAITING);
        assertThat(delivery.attempts()).isEqualTo(1);
        assertThat(delivery.due()).contains(later);
        assertThat(delivery.last()).isEqualTo("451 busy");
        assertThat(delivery.ended()).isEmpty();
    }

    @Test
    void limitMustMakeSense() {
        assertThatThrownBy(() -> Filter.any(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void historyHasEveryAttemptWithTheDestinationsWords() throws Exception {
        QueueId id = accepted(1);
        Instant accepted = clock.instant();
        Claim first = claimOne();
        clock.advance(Duration.ofSeconds(1));
        store.outlet().settle(first, new Outcome.Deferred("451 busy", clock.instant()));
        claimOne();
        clock.advance(LEASE);
        Claim third = claimOne();
        store.outlet().settle(third, new Outcome.Delivered("250 queued as 7"));

        Dossier dossier = show(id);

        assertThat(dossier.history())
                .extracting(Entry::deed, Entry::attempt, Entry::destination)
                .containsExactly(
                        tuple(Deed.ACCEPTED, 0, ""),
                        tuple(Deed.DEFERRED, 1, BOX),
                        tuple(Deed.ABANDONED, 2, BOX),
                        tuple(Deed.DELIVERED, 3, BOX));
        assertThat(dossier.history().getFirst().at()).isEqualTo(accepted);
        assertThat(dossier.history().get(1).words()).isEqualTo("451 busy");
        assertThat(dossier.history().getLast().words()).isEqualTo("250 queued as 7");
        assertThat(dossier.stored()).isFalse();
        assertThat(dossier.deliveries().getFirst().ended()).contains(clock.instant());
    }

    @Test
    void unknownMessageHasNoDossier() throws Exception {
        assertThat(desk().show(new QueueId("0000000000001"))).isEmpty();
        assertThat(desk().show(new QueueId("NOTOURS1"))).isEmpty();
        assertThat(desk().retry(new QueueId("0000000000001"), WHO)).isEmpty();
    }

    @Test
    void retriedMessageIsDueAtOnce() throws Exception {
        QueueId id = accepted(1);
        Instant later = clock.instant().plus(Duration.ofHours(7));
        store.outlet().settle(claimOne(), new Outcome.Deferred("451", later));

        assertThat(desk().retry(id, WHO)).containsExactly(BOX);

        assertThat(claimOne().attempt()).isEqualTo(2);
        Entry entry = show(id).history().getLast();
        assertThat(entry.deed()).isEqualTo(Deed.RETRIED);
        assertThat(entry.who()).isEqualTo(WHO);
    }

    @Test
    void releasedMessageWaitsWithItsAttemptsCountedAnew() throws Exception {
        QueueId id = parked(1);
        clock.advance(Duration.ofDays(3));

        assertThat(desk().release(id, WHO)).containsExactly(BOX);

        Claim claim = claimOne();
        assertThat(claim.message().id()).isEqualTo(id);
        assertThat(claim.attempt()).isEqualTo(1);
        assertThat(claim.firstTried()).isEqualTo(clock.instant());
        assertThat(stateOf(store, 1)).isEqualTo(Ledger.State.TAKEN);
        assertThat(desk().release(id, WHO)).isEmpty();
    }

    @Test
    void stubThatIsReleasedGoesAndItsLedgerEntryIsPendingAgain() throws Exception {
        store.ledger().failed(INBOX, new ServerId.Uid(1), "NO", clock.instant());
        QueueId stub = acceptedParked(1, "could not be fetched after 5 attempts");
        assertThat(stateOf(store, 1)).isEqualTo(Ledger.State.PARKED);
        assertThat(claim(10)).isEmpty();

        assertThat(desk().release(stub, WHO)).containsExactly(BOX);

        assertThat(claim(10)).isEmpty();
        assertThat(show(stub).stored()).isFalse();
        assertThat(store.ledger().entries(INBOX).get(new ServerId.Uid(1)))
                .isEqualTo(
                        new Ledger.Entry(
                                new ServerId.Uid(1), Ledger.State.PENDING, 0, Instant.EPOCH, ""));
        assertThat(store.ledger().fingerprints(INBOX)).isEmpty();
        QueueId whole = accepted(1);
        assertThat(claimOne().message().id()).isEqualTo(whole);
    }

    @Test
    void stubSaysWhyItIsParked() throws Exception {
        QueueId stub = acceptedParked(1, "NO [EXPUNGEISSUED] after 5 attempts");

        assertThat(show(stub).history().getLast().words())
                .isEqualTo("NO [EXPUNGEISSUED] after 5 attempts");
    }

    @Test
    void parkedByAnOperatorIsNotClaimed() throws Exception {
        QueueId id = accepted(1);

        assertThat(desk().park(id, WHO, "wait for the new server")).containsExactly(BOX);

        assertThat(claim(10)).isEmpty();
        assertThat(show(id).history().getLast().words()).isEqualTo("wait for the new server");
    }

    @Test
    void whatIsBeingHandedOverIsLeftAlone() throws Exception {
        QueueId id = accepted(1);
        Claim claim = claimOne();

        assertThat(desk().park(id, WHO, "")).isEmpty();
        assertThat(desk().delete(id, WHO, "")).isEmpty();
        assertThat(desk().retry(id, WHO)).isEmpty();
        assertThat(store.outlet().settle(claim, new Outcome.Delivered("ok"))).isTrue();
    }

    @Test
    void deletedMessageKeepsItsHistoryButNotItsBytes() throws Exception {
        QueueId id = parked(1);

        assertThat(desk().delete(id, WHO, "spam")).containsExactly(BOX);

        Dossier dossier = show(id);
        assertThat(dossier.stored()).isFalse();
        assertThat(dossier.deliveries().getFirst().state()).isEqualTo(DeliveryState.DELETED);
        assertThat(dossier.history().getLast())
                .isEqualTo(new Entry(clock.instant(), Deed.DELETED, BOX, 0, WHO, "spam"));
        assertThat(accept(offer(received(text("x")), origin(1), BOX)))
                .as("the ledger remembers it")
                .isEqualTo(new Acceptance.Known());
    }

    @Test
    void exportGivesTheBytesAndIsNoted() throws Exception {
        byte[] octets = octets(large() * 2);
        QueueId id = taken(accept(offer(received(octets), origin(1), BOX)));

        try (InputStream exported = desk().export(id, WHO)) {
            assertThat(exported.readAllBytes()).isEqualTo(octets);
        }
        assertThat(show(id).history().getLast().deed()).isEqualTo(Deed.EXPORTED);
    }

    @Test
    void levelCountsByDestinationAndState() throws Exception {
        delivered(1);
        delivered(2);
        parked(3);
        Instant oldest = clock.instant();
        accepted(4);
        clock.advance(Duration.ofMinutes(1));
        accept(offer(received(text("x")), origin(5), BOX, "archive"));

        QueueDesk.Level level = desk().level();

        assertThat(level.deliveries())
                .isEqualTo(
                        Map.of(
                                BOX,
                                Map.of(
                                        DeliveryState.DELIVERED, 2L,
                                        DeliveryState.PARKED, 1L,
                                        DeliveryState.WAITING, 2L),
                                "archive",
                                Map.of(DeliveryState.WAITING, 1L)));
        assertThat(level.oldestWaiting()).contains(oldest);
        assertThat(level.octets()).isPositive();
    }

    @Test
    void levelOfAnEmptyQueueIsEmpty() throws Exception {
        assertThat(desk().level().deliveries()).isEmpty();
        assertThat(desk().level().oldestWaiting()).isEmpty();
    }

    @Test
    void pruningForgetsWhatEndedBeforeAndKeepsTheLedger() throws Exception {
        QueueId old = delivered(1);
        QueueId parked = parked(2);
        QueueId half = taken(accept(offer(received(text("x")), origin(3), BOX, "archive")));
        store.outlet().settle(claimOne(), new Outcome.Delivered("ok"));
        clock.advance(Duration.ofDays(30));
        QueueId young = delivered(4);

        int forgotten = desk().prune(clock.instant());

        assertThat(forgotten).isEqualTo(1);
        assertThat(desk().show(old)).isEmpty();
        assertThat(List.of(show(parked), show(half), show(young))).hasSize(3);
        assertThat(accept(offer(received(text("x")), origin(1), BOX)))
                .isEqualTo(new Acceptance.Known());
        assertThat(desk().prune(clock.instant().plusMillis(1))).isEqualTo(1);
    }

    @Test
    void pruningGoesOnOverManyMessagesThatCannotGo() throws Exception {
        for (int uid = 1; uid <= 450; uid++) {
            accept(offer(received(text("x")), origin(uid), BOX, "archive"));
        }
        for (Claim claim : claim(450)) {
            store.outlet().settle(claim, new Outcome.Delivered("ok"));
        }
        delivered(1000);
        clock.advance(Duration.ofDays(1));

        assertThat(desk().prune(clock.instant())).isEqualTo(1);
    }

    @Test
    void deskWorksFromAnotherProcess() throws Exception {
        QueueId id = parked(1);
        try (QueueStore other = open()) {
            assertThat(other.desk().release(id, WHO)).containsExactly(BOX);
        }
        assertThat(claimOne().message().id()).isEqualTo(id);
    }
}
