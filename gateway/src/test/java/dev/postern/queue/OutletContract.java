package dev.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What [Outlet] promises.
public abstract class OutletContract extends QueueContract {

    private static final Duration FOREVER = Duration.ofHours(1);

    private Outlet outlet() {
        return store.outlet();
    }

    private static Outcome delivered() {
        return new Outcome.Delivered("250 OK");
    }

    private Outcome deferred(Duration wait) {
        return new Outcome.Deferred("451 later", clock.instant().plus(wait));
    }

    private List<QueueId> claimedIds(int limit) throws IOException {
        return claim(limit).stream().map(claim -> claim.message().id()).toList();
    }

    @Test
    void oldestAcceptanceIsClaimedFirst() throws Exception {
        List<QueueId> ids = new ArrayList<>();
        for (int uid = 1; uid <= 5; uid++) {
            ids.add(accepted(uid));
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(claimedIds(2)).isEqualTo(ids.subList(0, 2));
        assertThat(claimedIds(10)).isEqualTo(ids.subList(2, 5));
    }

    @Test
    void claimedMessageIsNotClaimedAgainDuringItsLease() throws Exception {
        accepted(1);
        claimOne();
        clock.advance(LEASE.minusMillis(1));

        assertThat(claim(10)).isEmpty();
    }

    @Test
    void claimThatRanOutGoesToTheNextAndTheStaleOneSettlesNothing() throws Exception {
        accepted(1);
        Claim stale = claimOne();
        Instant first = clock.instant();
        clock.advance(LEASE);

        Claim next = claimOne();

        assertThat(next.attempt()).isEqualTo(2);
        assertThat(next.firstTried()).isEqualTo(first);
        assertThat(outlet().settle(stale, delivered())).isFalse();
        assertThat(outlet().settle(next, delivered())).isTrue();
        assertThat(outlet().settle(next, delivered())).isFalse();
    }

    @Test
    void claimsAreSettledTogetherEachByItsOwnOutcome() throws Exception {
        QueueId delivered = accepted(1);
        QueueId deferred = accepted(2);
        QueueId stale = accepted(3);
        QueueId refused = accepted(4);
        List<Claim> claims = claim(4);
        outlet().settle(claims.get(2), delivered());

        List<Boolean> settled =
                outlet().settle(
                                List.of(
                                        new Settlement(claims.get(0), delivered()),
                                        new Settlement(
                                                claims.get(1), deferred(Duration.ofMinutes(3))),
                                        new Settlement(
                                                claims.get(2), new Outcome.Refused("too late")),
                                        new Settlement(
                                                claims.get(3), new Outcome.Refused("550 no"))));

        assertThat(settled).containsExactly(true, true, false, true);
        assertThat(state(delivered)).isEqualTo(DeliveryState.DELIVERED);
        assertThat(state(deferred)).isEqualTo(DeliveryState.WAITING);
        assertThat(state(stale)).isEqualTo(DeliveryState.DELIVERED);
        assertThat(state(refused)).isEqualTo(DeliveryState.PARKED);
        assertThat(store.desk().show(refused).orElseThrow().history())
                .extracting(QueueDesk.Entry::words)
                .contains("550 no");
    }

    private DeliveryState state(QueueId id) throws IOException {
        return store.desk().show(id).orElseThrow().deliveries().getFirst().state();
    }

    @Test
    void nothingIsSettledWithoutSettlements() throws Exception {
        assertThat(outlet().settle(List.of())).isEmpty();
    }

    @Test
    void releasedClaimIsDueAtOnceAndWasNoAttempt() throws Exception {
        QueueId id = accepted(1);
        Claim first = claimOne();

        outlet().release(List.of(first));

        clock.advance(Duration.ofSeconds(1));
        Claim again = claimOne();
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(again.firstTried()).isEqualTo(clock.instant());
        assertThat(outlet().settle(first, delivered())).isFalse();
        assertThat(store.desk().show(id).orElseThrow().history())
                .noneMatch(entry -> entry.deed() == QueueDesk.Deed.ABANDONED);
        outlet().release(List.of(first));
        assertThat(outlet().settle(again, delivered())).isTrue();
        outlet().release(List.of(again));
        assertThat(claim(1)).isEmpty();
    }

    @Test
    void claimThatRanOutAndThatNobodyTookCanStillBeSettled() throws Exception {
        accepted(1);
        Claim claim = claimOne();
        clock.advance(LEASE.multipliedBy(2));

        assertThat(outlet().settle(claim, delivered())).isTrue();
        assertThat(claim(10)).isEmpty();
    }

    @Test
    void renewedClaimHoldsOn() throws Exception {
        accepted(1);
        Claim claim = claimOne();
        clock.advance(LEASE.minusSeconds(1));
        outlet().renew(List.of(claim), LEASE);
        clock.advance(LEASE.minusSeconds(1));

        assertThat(claim(10)).isEmpty();
        assertThat(outlet().settle(claim, delivered())).isTrue();
    }

    @Test
    void staleClaimIsNotRenewed() throws Exception {
        accepted(1);
        Claim stale = claimOne();
        clock.advance(LEASE);
        claimOne();

        outlet().renew(List.of(stale), FOREVER);
        clock.advance(LEASE);

        assertThat(claim(10)).hasSize(1);
    }

    @Test
    void deferredMessageWaitsForItsMoment() throws Exception {
        accepted(1);
        outlet().settle(claimOne(), deferred(Duration.ofMinutes(3)));
        assertThat(outlet().nextDue(BOX)).contains(clock.instant().plus(Duration.ofMinutes(3)));

        clock.advance(Duration.ofMinutes(3).minusMillis(1));
        assertThat(claim(10)).isEmpty();

        clock.advance(Duration.ofMillis(1));
        assertThat(claimOne().attempt()).isEqualTo(2);
    }

    @Test
    void deferredMessageKeepsItsPlaceAmongThoseThatAreDue() throws Exception {
        QueueId first = accepted(1);
        outlet().settle(claimOne(), deferred(Duration.ofMinutes(3)));
        QueueId second = accepted(2);
        clock.advance(Duration.ofMinutes(3));

        assertThat(claimedIds(2)).containsExactly(first, second);
    }

    @Test
    void refusedMessageIsParkedAndNotClaimedAgain() throws Exception {
        QueueId id = accepted(1);
        outlet().settle(claimOne(), new Outcome.Refused("550 no"));
        clock.advance(FOREVER);

        assertThat(claim(10)).isEmpty();
        assertThat(outlet().nextDue(BOX)).isEmpty();
        assertThat(bytes(id)).isEqualTo(text("message 1"));
    }

    @Test
    void bytesAreKeptUntilTheLastDestinationHasThem() throws Exception {
        QueueId id = taken(accept(offer(received(octets(large() * 2)), origin(1), BOX, "other")));

        outlet().settle(claimOne(), delivered());
        assertThat(bytes(id)).hasSize(large() * 2);

        outlet().settle(outlet().claim("other", 1, LEASE).getFirst(), delivered());
        assertThatThrownBy(() -> bytes(id))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("gone");
    }

    @Test
    void bytesOfAnUnknownMessageAreAClearError() {
        assertThatThrownBy(() -> bytes(new QueueId("0000000000001")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no such message");
        assertThatThrownBy(() -> bytes(new QueueId("NOTOURSHAPE"))).isInstanceOf(IOException.class);
    }

    @Test
    void destinationsDoNotTakeFromEachOther() throws Exception {
        accept(offer(received(text("x")), origin(1), "one"));

        assertThat(outlet().claim("two", 10, LEASE)).isEmpty();
        assertThat(outlet().nextDue("two")).isEmpty();
        assertThat(outlet().claim("one", 10, LEASE)).hasSize(1);
    }

    @Test
    void nextDueIsThePastForWhatIsDueAndEmptyWhenAllIsClaimed() throws Exception {
        assertThat(outlet().nextDue(BOX)).isEmpty();
        accepted(1);
        assertThat(outlet().nextDue(BOX).orElseThrow()).isBeforeOrEqualTo(clock.instant());

        claimOne();
        assertThat(outlet().nextDue(BOX)).isEmpty();
    }

    @Test
    void twoProcessesNeverClaimTheSameMessage() throws Exception {
        int messages = 200;
        for (int uid = 1; uid <= messages; uid++) {
            accepted(uid);
        }
        List<QueueId> claimed = new ArrayList<>();
        try (QueueStore other = open();
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<QueueId>>> shares = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Outlet outlet = i % 2 == 0 ? store.outlet() : other.outlet();
                shares.add(executor.submit(() -> drain(outlet)));
            }
            for (Future<List<QueueId>> share : shares) {
                claimed.addAll(share.get());
            }
        }
        assertThat(claimed).hasSize(messages).doesNotHaveDuplicates();
    }

    private static List<QueueId> drain(Outlet outlet) throws IOException {
        List<QueueId> ids = new ArrayList<>();
        for (List<Claim> claims = outlet.claim(BOX, 3, LEASE);
                !claims.isEmpty();
                claims = outlet.claim(BOX, 3, LEASE)) {
            for (Claim claim : claims) {
                ids.add(claim.message().id());
                assertThat(outlet.settle(claim, delivered())).isTrue();
            }
        }
        return ids;
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void awaitReturnsAtOnceIfSomethingWasAcceptedBefore() throws Exception {
        accepted(1);
        outlet().await(BOX, FOREVER);
    }

    @Test
    void awaitIsWokenByAnAcceptance() throws Exception {
        FutureTask<Void> waiting = awaitingWork(store);
        accepted(1);
        waiting.get(30, TimeUnit.SECONDS);
    }

    @Test
    void awaitIsWokenByAnotherProcess() throws Exception {
        try (QueueStore other = open()) {
            FutureTask<Void> waiting = awaitingWork(other);
            accepted(1);
            waiting.get(30, TimeUnit.SECONDS);
        }
    }

    private static FutureTask<Void> awaitingWork(QueueStore store) {
        FutureTask<Void> waiting =
                new FutureTask<>(() -> {
                    while (store.outlet().nextDue(BOX).isEmpty()) {
                        store.outlet().await(BOX, FOREVER);
                    }
                    return null;
                });
        Thread.ofVirtual().start(waiting);
        return waiting;
    }

    @Test
    void awaitEndsAfterItsTime() throws Exception {
        outlet().await(BOX, Duration.ofMillis(1));
        assertThat(claim(1)).isEmpty();
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void awaitEndsWhenADeferredMessageComesDue() throws Exception {
        accepted(1);
        outlet().settle(claimOne(), deferred(Duration.ofMillis(20)));
        outlet().await(BOX, FOREVER); // the acceptance and the deferral are heard
        outlet().await(BOX, FOREVER);
    }

    @Test
    void claimsWithoutSenseAreRefused() {
        assertThatThrownBy(() -> outlet().claim(BOX, 0, LEASE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> outlet().claim(BOX, 1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
