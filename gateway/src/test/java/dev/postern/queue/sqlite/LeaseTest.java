package dev.postern.queue.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.queue.Claim;
import dev.postern.queue.CrashPoint;
import dev.postern.queue.Hope;
import dev.postern.queue.Outcome;
import dev.postern.queue.Outlet;
import dev.postern.queue.QueueStore;
import dev.postern.queue.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How long claims hold and messages wait when the machine's clock is set.
class LeaseTest {

    private static final Duration HOURS = Duration.ofHours(3);
    private static final Outcome TAKEN = new Outcome.Delivered("250 taken");

    @TempDir private Path folder;
    private final SettableClock steady = new SettableClock();

    private QueueStore open(Yard yard, InstantSource clock) throws IOException {
        EmptyQueue.layInto(folder);
        return SqliteQueue.open(
                yard.settings(),
                new Surroundings(
                        clock, steady, RandomGenerator.getDefault(), _ -> {}, CrashPoint.NONE));
    }

    @Test
    void claimOutlastsAClockThatJumpsForward() throws Exception {
        Yard yard = new Yard(folder);
        try (QueueStore store = open(yard, yard.clock)) {
            Yard.taken(store, 1, new byte[] {1});
            Claim claim = Yard.claim(store, 1).getFirst();

            yard.clock.advance(HOURS);

            assertThat(Yard.claim(store, 1)).as("it is being handed over").isEmpty();
            store.outlet().renew(List.of(claim), Yard.LEASE);
            assertThat(Yard.claim(store, 1)).isEmpty();
            assertThat(store.outlet().settle(claim, TAKEN)).isTrue();
        }
    }

    @Test
    void claimRunsOutInItsTimeAlthoughTheClockJumpsBack() throws Exception {
        Yard yard = new Yard(folder);
        try (QueueStore store = open(yard, yard.clock)) {
            Yard.taken(store, 1, new byte[] {1});
            Yard.claim(store, 1);

            yard.clock.advance(HOURS.negated());
            steady.advance(Yard.LEASE);

            assertThat(Yard.claim(store, 1)).hasSize(1);
        }
    }

    @Test
    void deferredMessageIsDueInItsTimeAlthoughTheClockJumpsBack() throws Exception {
        Yard yard = new Yard(folder);
        try (QueueStore store = open(yard, yard.clock)) {
            Yard.taken(store, 1, new byte[] {1});
            Claim claim = Yard.claim(store, 1).getFirst();
            Duration wait = Duration.ofMinutes(1);
            store.outlet().settle(claim, new Outcome.Deferred("busy", steady.instant().plus(wait)));

            yard.clock.advance(HOURS.negated());
            assertThat(Yard.claim(store, 1)).isEmpty();
            steady.advance(wait);

            assertThat(Yard.claim(store, 1)).hasSize(1);
        }
    }

    @Test
    void deferredMessageIsPassedOnInItsTimeAlthoughTheClockJumpsBack() throws Exception {
        Yard yard = new Yard(folder);
        Outlet.Why why = new Outlet.Why("it is away", Hope.LATER);
        try (QueueStore store = open(yard, yard.clock)) {
            Yard.taken(store, 1, new byte[] {1});
            Claim claim = Yard.claim(store, 1).getFirst();
            Duration wait = Duration.ofMinutes(1);
            store.outlet().settle(claim, new Outcome.Deferred("busy", steady.instant().plus(wait)));
            yard.change("UPDATE delivery SET further = 'next'");

            yard.clock.advance(HOURS.negated());
            assertThat(store.outlet().passOn(Yard.BOX, why, 1)).isZero();
            steady.advance(wait);

            assertThat(store.outlet().passOn(Yard.BOX, why, 1)).isOne();
        }
    }

    @Test
    void claimOfALifeWhoseClockWasAheadIsTakenBackAtOnce() throws Exception {
        Yard yard = new Yard(folder);
        steady.advance(HOURS);
        try (QueueStore store = open(yard, steady)) {
            Yard.taken(store, 1, new byte[] {1});
            Yard.claim(store, 1);
        }
        steady.advance(HOURS.negated());
        try (QueueStore store = open(yard, steady)) {
            assertThat(Yard.claim(store, 1)).hasSize(1);
        }
    }
}
