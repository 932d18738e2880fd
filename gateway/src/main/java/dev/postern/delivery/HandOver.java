package dev.postern.delivery;

import dev.postern.event.Event;
import dev.postern.event.Events;
import dev.postern.queue.Claim;
import dev.postern.queue.DamagedMessageException;
import dev.postern.queue.Outcome;
import dev.postern.queue.Outlet;
import dev.postern.queue.QueueUnavailableException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// One attempt: the agent is asked, the claim settled, the event reported.
///
/// Safe for use by many threads.
final class HandOver {

    private final Destination destination;
    private final Outlet outlet;
    private final Events events;
    private final InstantSource clock;
    private final Standing standing;

    /* What happened, but could not be written down because the queue failed. Kept and tried again,
     * so that a message the destination has taken is not handed over a second time. At most one a
     * connection: after the first the lane pauses. */
    private final Queue<Unsettled> leftovers = new ConcurrentLinkedQueue<>();

    private record Unsettled(Claim claim, Outcome outcome) {}

    HandOver(
            Destination destination,
            Outlet outlet,
            Events events,
            InstantSource clock,
            Standing standing) {
        this.destination = destination;
        this.outlet = outlet;
        this.events = events;
        this.clock = clock;
        this.standing = standing;
    }

    /// Hands over one message and settles its claim.
    ///
    /// @throws IOException if the queue could not give the message, or could not write down what
    ///   happened; in the second case the claim is to be kept (see [#keeps]), and
    ///   [#settleLeftovers] writes it down later
    void attempt(Claim claim, Standing.Role role) throws IOException, InterruptedException {
        long sizeMax = destination.limits().sizeMax();
        if (claim.message().size() > sizeMax) {
            settle(claim, tooLarge(claim, sizeMax));
            return;
        }
        Parcel parcel = new Parcel(claim.message(), claim.attempt(), outlet::open);
        Answer answer = ask(parcel);
        Optional<IOException> unread = parcel.readFailure();
        if (unread.isPresent()) {
            switch (unread.get()) {
                case QueueUnavailableException e -> throw e;
                case DamagedMessageException _ -> {
                    // The store has parked the message already, and said so.
                    return;
                }
                default -> answer = unreadable(unread.get());
            }
        }
        Standing.Verdict verdict = standing.judge(claim, role, answer, clock.instant());
        verdict.alarm().ifPresent(events::report);
        settle(claim, verdict.outcome());
    }

    private Outcome tooLarge(Claim claim, long sizeMax) {
        return new Outcome.Refused(
                "the message has "
                        + claim.message().size()
                        + " octets, and "
                        + destination.name()
                        + " takes no more than "
                        + sizeMax
                        + " (size-max): raise the limit and release the message, or export it");
    }

    private Answer ask(Parcel parcel) throws InterruptedException {
        try {
            return destination.agent().hand(parcel);
        } catch (RuntimeException e) {
            return new Answer.NotNow("our mistake: " + Words.of(e), Answer.Cause.UNKNOWN);
        }
    }

    /* Whatever the destination said, it did not see the message as it is. */
    private static Answer unreadable(IOException failure) {
        return new Answer.NotNow(
                "the message could not be read from the queue: " + Words.of(failure),
                Answer.Cause.UNKNOWN);
    }

    private void settle(Claim claim, Outcome outcome) throws IOException {
        boolean valid;
        try {
            valid = outlet.settle(claim, outcome);
        } catch (IOException e) {
            leftovers.add(new Unsettled(claim, outcome));
            throw e;
        }
        if (valid) {
            events.report(eventOf(claim, outcome));
        } else {
            events.report(leaseLost(claim, outcome));
        }
    }

    /// Whether a claim's outcome is known and only has to be written down.
    boolean keeps(Claim claim) {
        return leftovers.stream().anyMatch(unsettled -> unsettled.claim().equals(claim));
    }

    /// Settles what could not be settled before.
    ///
    /// @return the claims that are settled now
    List<Claim> settleLeftovers() throws IOException {
        List<Claim> settled = new ArrayList<>();
        int waiting = leftovers.size();
        for (int i = 0; i < waiting; i++) {
            Unsettled next = leftovers.remove();
            settle(next.claim(), next.outcome());
            settled.add(next.claim());
        }
        return settled;
    }

    private Event eventOf(Claim claim, Outcome outcome) {
        String message = claim.message().id().value();
        return switch (outcome) {
            case Outcome.Delivered(String words) ->
                    new Event.HandedOver(destination.name(), message, claim.attempt(), words);
            case Outcome.Deferred deferred ->
                    new Event.HandOverDeferred(
                            destination.name(),
                            message,
                            claim.attempt(),
                            deferred.reason(),
                            deferred.notBefore());
            case Outcome.Refused(String words) ->
                    new Event.Parked(destination.name(), message, words);
        };
    }

    private Event leaseLost(Claim claim, Outcome outcome) {
        String words =
                switch (outcome) {
                    case Outcome.Delivered delivered -> "it took it: " + delivered.words();
                    case Outcome.Deferred deferred -> deferred.reason();
                    case Outcome.Refused refused -> refused.words();
                };
        return new Event.Service(
                "message "
                        + claim.message().id()
                        + " was no longer ours to settle when "
                        + destination.name()
                        + " answered; another attempt or a person decides about it",
                Optional.of(words));
    }
}
