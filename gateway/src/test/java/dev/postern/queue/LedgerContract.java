package dev.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What [Ledger] promises.
public abstract class LedgerContract extends QueueContract {

    private static final Place NEXT = new Place("razr@example.cz", "INBOX", 9);

    private static ServerId uid(long value) {
        return new ServerId.Uid(value);
    }

    private Ledger ledger() {
        return store.ledger();
    }

    @Test
    void generationIsUnknownBeforeTheFirstVisit() throws Exception {
        assertThat(ledger().generation("razr@example.cz", "INBOX")).isEmpty();
    }

    @Test
    void generationIsThatOfTheLastVisitAlsoWhenItIsLower() throws Exception {
        ledger().visited(INBOX);
        ledger().visited(NEXT);
        assertThat(ledger().generation("razr@example.cz", "INBOX")).contains(9L);

        ledger().visited(INBOX);
        reopen();

        assertThat(ledger().generation("Razr@Example.CZ", "INBOX")).contains(7L);
        assertThat(ledger().generation("razr@example.cz", "Other")).isEmpty();
    }

    @Test
    void acceptedMessageIsTakenUntilItIsConfirmed() throws Exception {
        accepted(1);
        accepted(2);
        assertThat(stateOf(store, 1)).isEqualTo(Ledger.State.TAKEN);

        ledger().confirm(INBOX, List.of(uid(1), uid(77)));

        reopen();
        assertThat(stateOf(store, 1)).isEqualTo(Ledger.State.DONE);
        assertThat(stateOf(store, 2)).isEqualTo(Ledger.State.TAKEN);
        assertThat(ledger().entries(INBOX)).hasSize(2);
    }

    @Test
    void failedFetchesAreCounted() throws Exception {
        Instant later = clock.instant().plus(Duration.ofMinutes(5));
        ledger().failed(INBOX, uid(1), "NO first", clock.instant());

        Ledger.Entry entry = ledger().failed(INBOX, uid(1), "NO second", later);

        assertThat(entry)
                .isEqualTo(new Ledger.Entry(uid(1), Ledger.State.PENDING, 2, later, "NO second"))
                .isEqualTo(ledger().entries(INBOX).get(uid(1)));
    }

    @Test
    void messageThatCouldNotBeFetchedIsAcceptedLater() throws Exception {
        ledger().failed(INBOX, uid(1), "NO", clock.instant());

        accepted(1);

        assertThat(stateOf(store, 1)).isEqualTo(Ledger.State.TAKEN);
        assertThat(ledger().entries(INBOX).get(uid(1)).notBefore()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void skippedMessageIsKnown() throws Exception {
        ledger().skip(INBOX, List.of(glimpse(1), glimpse(2)));

        assertThat(stateOf(store, 2)).isEqualTo(Ledger.State.SKIPPED);
        assertThat(accept(offer(received(text("x")), origin(1), BOX)))
                .isEqualTo(new Acceptance.Known());
    }

    @Test
    void skippingDoesNotTouchWhatWasAccepted() throws Exception {
        accepted(1);
        ledger().skip(INBOX, List.of(glimpse(1)));

        assertThat(stateOf(store, 1)).isEqualTo(Ledger.State.TAKEN);
    }

    private static Ledger.Glimpse glimpse(long uid) {
        return new Ledger.Glimpse(uid(uid), RECEIVED, Optional.of("<" + uid + "@example.cz>"));
    }

    @Test
    void skippedMessageIsRememberedByWhatTheServerTold() throws Exception {
        Ledger.Glimpse anonymous = new Ledger.Glimpse(uid(3), RECEIVED, Optional.empty());
        Ledger.Glimpse untold = new Ledger.Glimpse(uid(4), Instant.EPOCH, Optional.empty());
        accepted(1);
        ledger().skip(INBOX, List.of(glimpse(1), glimpse(2), anonymous, untold));

        assertThat(ledger().skipped(INBOX)).containsExactly(glimpse(2), anonymous);
        assertThat(stateOf(store, 4)).isEqualTo(Ledger.State.SKIPPED);

        ledger().rematch(INBOX, NEXT, Map.of(uid(2), uid(102)));

        assertThat(ledger().skipped(NEXT))
                .containsExactly(
                        new Ledger.Glimpse(uid(102), RECEIVED, Optional.of("<2@example.cz>")));
    }

    @Test
    void vanishedDropsOnlyWhatWasNeverAccepted() throws Exception {
        accepted(1);
        ledger().failed(INBOX, uid(2), "NO", clock.instant());
        ledger().skip(INBOX, List.of(glimpse(3)));
        acceptedParked(4, "too many failures");

        List<ServerId> dropped =
                ledger().vanished(INBOX, List.of(uid(1), uid(2), uid(3), uid(4), uid(5)));

        assertThat(dropped).containsExactlyInAnyOrder(uid(2), uid(3));
        assertThat(ledger().entries(INBOX)).containsOnlyKeys(uid(1), uid(4));
    }

    @Test
    void fingerprintsAreThoseAtAcceptance() throws Exception {
        Reception reception = received(text("abc"));
        String digest = reception.sha256();
        accept(offer(reception, origin(1), BOX));
        ledger().failed(INBOX, uid(2), "NO", clock.instant());

        assertThat(ledger().fingerprints(INBOX))
                .containsExactly(
                        new Ledger.Fingerprint(
                                uid(1), RECEIVED, Optional.of("<1@example.cz>"), 3, digest));
    }

    @Test
    void rematchedEntriesGoOverAndTheOthersStay() throws Exception {
        accepted(1);
        accepted(2);
        accepted(3);
        ledger().confirm(INBOX, List.of(uid(1)));

        ledger().rematch(INBOX, NEXT, Map.of(uid(1), uid(101), uid(2), uid(1)));

        assertThat(ledger().entries(INBOX)).containsOnlyKeys(uid(3));
        assertThat(ledger().entries(NEXT)).containsOnlyKeys(uid(101), uid(1));
        assertThat(ledger().entries(NEXT).get(uid(101)).state()).isEqualTo(Ledger.State.DONE);
        assertThat(ledger().fingerprints(NEXT)).hasSize(2);
        Origin renumbered = new Origin.Collected(NEXT, uid(101), RECEIVED);
        assertThat(accept(offer(received(text("x")), renumbered, BOX)))
                .isEqualTo(new Acceptance.Known());
    }

    @Test
    void onlyAVisitMakesAGenerationTheLast() throws Exception {
        accepted(1);
        assertThat(ledger().generation("razr@example.cz", "INBOX")).isEmpty();
        ledger().visited(INBOX);

        ledger().rematch(INBOX, NEXT, Map.of(uid(1), uid(101)));
        ledger().failed(NEXT, uid(102), "NO", clock.instant());

        assertThat(ledger().generation("razr@example.cz", "INBOX")).contains(7L);
    }

    @Test
    void rematchTakesThePlaceOfWhatCouldNotBeFetchedYet() throws Exception {
        accepted(1);
        ledger().failed(NEXT, uid(101), "NO", clock.instant());

        ledger().rematch(INBOX, NEXT, Map.of(uid(1), uid(101)));

        assertThat(ledger().entries(INBOX)).isEmpty();
        assertThat(ledger().entries(NEXT).get(uid(101)).state()).isEqualTo(Ledger.State.TAKEN);
    }

    @Test
    void rematchDoneTwiceChangesNothing() throws Exception {
        accepted(1);
        Map<ServerId, ServerId> matches = Map.of(uid(1), uid(5));
        ledger().rematch(INBOX, NEXT, matches);

        ledger().rematch(INBOX, NEXT, matches);

        assertThat(ledger().entries(NEXT)).containsOnlyKeys(uid(5));
    }

    @Test
    void rematchKeepsAnEntryWhoseNewIdIsTakenAlready() throws Exception {
        accepted(1);
        Origin there = new Origin.Collected(NEXT, uid(5), RECEIVED);
        accept(offer(received(text("x")), there, BOX));

        ledger().rematch(INBOX, NEXT, Map.of(uid(1), uid(5)));

        assertThat(ledger().entries(INBOX)).containsOnlyKeys(uid(1));
        assertThat(ledger().entries(NEXT)).containsOnlyKeys(uid(5));
    }

    @Test
    void postOfficeIdsAreTextsInGenerationZero() throws Exception {
        Place pop = new Place("razr@example.cz", "INBOX", 0);
        ServerId id = new ServerId.Uidl("0000000012-ä~");
        accept(offer(received(text("x")), new Origin.Collected(pop, id, RECEIVED), BOX));

        ledger().confirm(pop, List.of(id));

        assertThat(ledger().entries(pop).get(id).state()).isEqualTo(Ledger.State.DONE);
    }
}
