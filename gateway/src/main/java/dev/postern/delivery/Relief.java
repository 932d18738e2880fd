package dev.postern.delivery;

import dev.postern.event.Event;
import dev.postern.event.Events;
import dev.postern.queue.Claim;
import dev.postern.queue.Hope;
import dev.postern.queue.Outcome;
import dev.postern.queue.Outlet;
import dev.postern.queue.Reply;
import dev.postern.queue.Settlement;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is done for the messages that wait while their destination is away.
///
/// Those with a further way take it. Those at their last way are seen to once in each rest: whose
/// time is over goes back, whose sender should know of the delay is told, and all others wait for
/// the end of the rest and then begin with their first way again, which may be back before this
/// one. What has no envelope waits here, in its order.
///
/// For the one thread that turns the lane.
final class Relief {

    private static final int STEP = 128;
    private static final int SHELF = 1000;

    /// At most so many steps in one turn; the next turn goes on.
    private static final int STEPS_MAX = 16;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Destination destination;
    private final Outlet outlet;
    private final Events events;
    private final InstantSource clock;
    private final Ward ward;
    private Instant nextLook = Instant.MIN;

    /// What a lane knows and holds.
    record Ward(Standing standing, Claims claims, Judge judge, HandOver handOver) {}

    Relief(Destination destination, Outlet outlet, Events events, InstantSource clock, Ward ward) {
        this.destination = destination;
        this.outlet = outlet;
        this.events = events;
        this.clock = clock;
        this.ward = ward;
    }

    /// Does it once.
    ///
    /// @param until when the destination is tried again
    /// @return when to come again, no later than that
    Instant give(Instant until) throws IOException {
        Optional<Reply> reason = ward.standing().away();
        if (reason.isEmpty() || !ward.claims().sawEnvelopes()) {
            return until;
        }
        divert(reason.get().words());
        Instant now = clock.instant();
        if (now.isBefore(nextLook)) {
            return earlier(nextLook, until);
        }
        nextLook = now.plus(LOOK_EVERY);
        return look(reason.get(), until, now) ? until : earlier(nextLook, until);
    }

    private void divert(String reason) throws IOException {
        Hope hope = ward.standing().needsAdministrator() ? Hope.MENDED : Hope.LATER;
        int diverted = 0;
        int step = STEP;
        for (int i = 0; i < STEPS_MAX && step == STEP; i++) {
            step = outlet.passOn(destination.name(), new Outlet.Why(reason, hope), STEP);
            diverted += step;
        }
        if (diverted > 0) {
            events.report(new Event.Diverted(destination.name(), diverted, reason));
        }
    }

    /* What waits must not wait longer than any rest without being looked at: a rest may be as long
     * as the day of a quota, and the way before this one may be back, or the settings changed.
     *
     * Nothing of that concerns a young message at the first of its ways, and while mail comes in
     * almost all are young: those are put off without a look.
     *
     * Returns whether all have been looked at. */
    private boolean look(Reply reason, Instant until, Instant now) throws IOException {
        Instant again = earlier(until, now.plus(destination.retry().longest()));
        boolean shelved = shelve(again, now);
        try {
            for (int i = 0; i < STEPS_MAX; i++) {
                List<Claim> due = ward.claims().look(STEP);
                List<Claim> enveloped = due.stream().filter(Claims::hasEnvelope).toList();
                if (enveloped.isEmpty()) {
                    return due.isEmpty() && shelved;
                }
                settle(enveloped, reason, again, now);
                if (due.size() < STEP) {
                    return shelved; // what has come in meanwhile has time until the next look
                }
            }
            return false;
        } finally {
            ward.claims().giveBack();
        }
    }

    /// Returns whether all that can be put off without a look have been.
    private boolean shelve(Instant again, Instant now) throws IOException {
        Instant since = destination.retry().youngSince(now);
        int step = SHELF;
        for (int i = 0; i < STEPS_MAX && step == SHELF; i++) {
            step = outlet.shelve(destination.name(), since, again, SHELF);
        }
        return step < SHELF;
    }

    private void settle(List<Claim> claims, Reply reason, Instant again, Instant now)
            throws IOException {
        List<Settlement> overdue = new ArrayList<>();
        List<Claim> waiting = new ArrayList<>();
        for (Claim claim : claims) {
            Optional<Outcome.ForSome> fate = ward.judge().overdue(claim, reason, again, now);
            fate.ifPresentOrElse(
                    outcome -> overdue.add(new Settlement(claim, outcome)),
                    () -> waiting.add(claim));
        }
        claims.forEach(ward.claims()::pick);
        try {
            ward.handOver().settle(overdue, ward.claims()::done);
            ward.claims().postpone(waiting, again);
        } finally {
            List<Claim> left = claims.stream().filter(c -> !ward.handOver().keeps(c)).toList();
            ward.claims().putBack(left);
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
