package dev.postern.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.protocol.mail.EnhancedStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a store owes those that go by ways which stand in for each other.
public abstract class WaysContract extends RelayContract {

    private static final String NEXT = "acs";
    private static final Reply NOT_NOW = Reply.notNow("421 busy");
    private static final Reply NOT_HERE = new Reply(new EnhancedStatus(5, 3, 3), "", "too wide");

    private Claim claimed(String destination) throws Exception {
        return store.outlet().claim(destination, 10, LEASE).getFirst();
    }

    private void settled(Claim claim, Outcome outcome) throws Exception {
        assertThat(settle(claim, outcome)).isTrue();
    }

    @Test
    void wayThatWasPassedByBecauseItWasAwayLeavesHopeUntilItBeginsAnew() throws Exception {
        submitted("a@example.cz", List.of(WAY, NEXT), to("b@example.cz"));
        Claim first = claimed(WAY);
        assertThat(first.consignment().hope()).isEqualTo(Hope.NONE);

        settled(first, new Outcome.Passed(NOT_NOW));
        Claim next = claimed(NEXT);
        assertThat(next.consignment().hope()).isEqualTo(Hope.LATER);

        settled(next, new Outcome.Deferred(NOT_NOW, clock.instant(), false));
        assertThat(claimed(WAY).consignment().hope()).isEqualTo(Hope.NONE);
    }

    @Test
    void wayThatCannotCarryItLeavesNone() throws Exception {
        submitted("a@example.cz", List.of(WAY, NEXT), to("b@example.cz"));
        settled(claimed(WAY), new Outcome.Passed(NOT_HERE));

        assertThat(claimed(NEXT).consignment().hope()).isEqualTo(Hope.NONE);
    }

    @Test
    void whatIsPassedOnUntriedHasHopeAndKeepsItWhenSplit() throws Exception {
        submitted("a@example.cz", List.of(WAY, NEXT), to("b@example.cz"), to("c@example.cz"));
        assertThat(store.outlet().passOn(WAY, new Outlet.Why("it is away", Hope.LATER), 10))
                .isEqualTo(1);

        Claim split = store.outlet().split(claimed(NEXT), 1);
        assertThat(split.consignment().hope()).isEqualTo(Hope.LATER);
        assertThat(claimed(NEXT).consignment().hope()).isEqualTo(Hope.LATER);
    }

    @Test
    void whatIsPostponedWaitsWithoutAnAttemptAndBeginsWithTheFirstWay() throws Exception {
        submitted("a@example.cz", List.of(WAY, NEXT), to("b@example.cz"));
        settled(claimed(WAY), new Outcome.Passed(NOT_NOW));
        Claim claim = claimed(NEXT);
        Instant then = clock.instant().plus(Duration.ofMinutes(5));
        int lines = store.desk().show(claim.message().id()).orElseThrow().history().size();

        store.outlet().postpone(List.of(claim), then);

        assertThat(store.outlet().claim(NEXT, 10, LEASE)).isEmpty();
        assertThat(store.outlet().claim(WAY, 10, LEASE)).isEmpty();
        assertThat(store.outlet().nextDue(WAY)).contains(then);
        assertThat(store.desk().show(claim.message().id()).orElseThrow().history()).hasSize(lines);
        clock.advance(Duration.ofMinutes(5));
        Claim again = claimed(WAY);
        assertThat(again.attempt()).isEqualTo(claim.attempt());
        assertThat(again.consignment().furtherWays()).containsExactly(NEXT);
        assertThat(again.consignment().hope()).isEqualTo(Hope.NONE);
    }

    @Test
    void whatIsShelvedWaitsWithoutAnAttempt() throws Exception {
        submitted("a@example.cz", List.of(WAY, NEXT), to("b@example.cz"));
        Instant before = clock.instant().minusSeconds(1);
        Instant then = clock.instant().plus(Duration.ofMinutes(5));

        assertThat(store.outlet().shelve(WAY, before, then, 10)).isEqualTo(1);
        assertThat(store.outlet().shelve(WAY, before, then, 10)).isZero();

        assertThat(store.outlet().claim(WAY, 10, LEASE)).isEmpty();
        assertThat(store.outlet().nextDue(WAY)).contains(then);
        clock.advance(Duration.ofMinutes(5));
        Claim again = claimed(WAY);
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(again.consignment().furtherWays()).containsExactly(NEXT);
    }

    @Test
    void nothingIsShelvedThatSomebodyHasToLookAt() throws Exception {
        submitted("old@example.cz", List.of(WAY), to("b@example.cz"));
        clock.advance(Duration.ofHours(4));
        Instant since = clock.instant().minusSeconds(1);
        submitted("claimed@example.cz", List.of(WAY), to("b@example.cz"));
        List<Claim> held = store.outlet().claim(WAY, 2, LEASE);
        store.outlet().release(held.subList(0, 1));
        submitted("passed@example.cz", List.of(NEXT, WAY), to("b@example.cz"));
        settled(claimed(NEXT), new Outcome.Passed(NOT_NOW));
        submitted("failed@example.cz", List.of(NEXT), to("b@example.cz"));
        settled(claimed(NEXT), new Outcome.Refused("550 no"));

        for (String destination : List.of(WAY, NEXT, Outlet.SENDER)) {
            assertThat(store.outlet().shelve(destination, since, clock.instant(), 10)).isZero();
        }
    }

    @Test
    void shelvesNoMoreThanItWasAskedTo() throws Exception {
        for (int i = 0; i < 3; i++) {
            submitted("a@example.cz", List.of(WAY), to("b@example.cz"));
        }
        Instant then = clock.instant().plus(Duration.ofMinutes(5));

        assertThat(store.outlet().shelve(WAY, Instant.EPOCH, then, 2)).isEqualTo(2);

        assertThat(store.outlet().claim(WAY, 10, LEASE)).hasSize(1);
    }

    @Test
    void postponedNoticeStaysANotice() throws Exception {
        submitted("a@example.cz", List.of(WAY), to("b@example.cz"));
        settled(claimed(WAY), new Outcome.Refused("550 no"));
        Claim notice = claimed(Outlet.SENDER);

        store.outlet().postpone(List.of(notice), clock.instant());

        assertThat(claimed(Outlet.SENDER).consignment().notice()).contains(Notice.FAILED);
    }

    @Test
    void staleClaimPostponesNothing() throws Exception {
        submitted("a@example.cz", List.of(WAY), to("b@example.cz"));
        Claim claim = claimed(WAY);
        settled(claim, new Outcome.Delivered("250 OK"));

        store.outlet().postpone(List.of(claim), clock.instant());

        assertThat(store.outlet().nextDue(WAY)).isEmpty();
    }
}
