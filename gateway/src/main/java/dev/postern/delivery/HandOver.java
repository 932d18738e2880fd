package dev.postern.delivery;

import dev.postern.event.Event;
import dev.postern.event.Events;
import dev.postern.queue.Claim;
import dev.postern.queue.DamagedMessageException;
import dev.postern.queue.Outcome;
import dev.postern.queue.Outlet;
import dev.postern.queue.QueueUnavailableException;
import dev.postern.queue.Settlement;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/// One attempt: the agent is asked, the claims settled, the events reported.
///
/// Safe for use by many threads.
final class HandOver {

    private final Destination destination;
    private final Outlet outlet;
    private final Events events;
    private final InstantSource clock;
    private final Standing standing;

    /* What happened, but could not be written down because the queue failed. Kept and tried again,
     * so that a message the destination has taken is not handed over a second time. At most one
     * batch a connection: after the first failure the lane pauses. */
    private final Queue<Settlement> leftovers = new ConcurrentLinkedQueue<>();

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

    /// Hands over messages in their order, as far as the destination takes them, and settles the
    /// claims of those that were tried.
    ///
    /// @param claims at least one
    /// @param done told each claim that needs no more care
    /// @throws IOException if the queue could not give a message, or could not write down what
    ///   happened; in the second case the claims are to be kept (see [#keeps]), and
    ///   [#settleLeftovers] writes it down later
    void attempt(List<Claim> claims, Standing.Role role, Consumer<Claim> done)
            throws IOException, InterruptedException {
        long sizeMax = destination.limits().sizeMax();
        List<Claim> fitting =
                claims.stream().takeWhile(claim -> claim.message().size() <= sizeMax).toList();
        if (fitting.isEmpty()) {
            settle(List.of(new Settlement(claims.getFirst(), tooLarge(claims.getFirst()))), done);
            return;
        }
        List<Parcel> parcels =
                fitting.stream()
                        .map(claim ->
                                new Parcel(
                                        claim.message(),
                                        claim.attempt(),
                                        claim.consignment(),
                                        outlet::open))
                        .toList();
        List<Answer> answers = ask(parcels);
        List<Settlement> settlements = new ArrayList<>(answers.size());
        Optional<IOException> unread = Optional.empty();
        for (int i = 0; i < answers.size() && unread.isEmpty(); i++) {
            Claim claim = fitting.get(i);
            Optional<IOException> failure = parcels.get(i).readFailure();
            if (failure.isEmpty()) {
                settlements.add(judged(claim, role, answers.get(i)));
                continue;
            }
            switch (failure.get()) {
                case QueueUnavailableException _ -> unread = failure;
                // The store has parked the message already, and said so.
                case DamagedMessageException _ -> done.accept(claim);
                default -> settlements.add(judged(claim, role, unreadable(failure.get())));
            }
        }
        settle(settlements, done);
        if (unread.isPresent()) {
            throw unread.get();
        }
    }

    private Settlement judged(Claim claim, Standing.Role role, Answer answer) {
        Standing.Verdict verdict = standing.judge(claim, role, answer, clock.instant());
        verdict.alarm().ifPresent(events::report);
        return new Settlement(claim, verdict.outcome());
    }

    private Outcome tooLarge(Claim claim) {
        return new Outcome.Refused(
                "the message has "
                        + claim.message().size()
                        + " octets, and "
                        + destination.name()
                        + " takes no more than "
                        + destination.limits().sizeMax()
                        + " (size-max): raise the limit and release the message, or export it");
    }

    private List<Answer> ask(List<Parcel> parcels) throws InterruptedException {
        try {
            return parcels.size() == 1
                    ? List.of(destination.agent().hand(parcels.getFirst()))
                    : destination.agent().handAll(parcels);
        } catch (RuntimeException e) {
            return List.of(new Answer.NotNow("our mistake: " + Words.of(e), Answer.Cause.UNKNOWN));
        }
    }

    /* Whatever the destination said, it did not see the message as it is. */
    private static Answer unreadable(IOException failure) {
        return new Answer.NotNow(
                "the message could not be read from the queue: " + Words.of(failure),
                Answer.Cause.UNKNOWN);
    }

    private void settle(List<Settlement> settlements, Consumer<Claim> done) throws IOException {
        if (settlements.isEmpty()) {
            return;
        }
        List<Boolean> valid;
        try {
            valid = outlet.settle(settlements);
        } catch (IOException e) {
            leftovers.addAll(settlements);
            throw e;
        }
        for (int i = 0; i < settlements.size(); i++) {
            Settlement settlement = settlements.get(i);
            done.accept(settlement.claim());
            events.report(valid.get(i) ? eventOf(settlement) : leaseLost(settlement));
        }
    }

    /// Whether a claim's outcome is known and only has to be written down.
    boolean keeps(Claim claim) {
        return leftovers.stream().anyMatch(unsettled -> unsettled.claim().equals(claim));
    }

    /// Settles what could not be settled before.
    ///
    /// @param done told each claim that is settled now
    void settleLeftovers(Consumer<Claim> done) throws IOException {
        List<Settlement> waiting = new ArrayList<>();
        for (Settlement next = leftovers.poll(); next != null; next = leftovers.poll()) {
            waiting.add(next);
        }
        settle(waiting, done);
    }

    private Event eventOf(Settlement settlement) {
        Claim claim = settlement.claim();
        String message = claim.message().id().value();
        return switch (settlement.outcome()) {
            case Outcome.Delivered taken ->
                    new Event.HandedOver(
                            destination.name(), message, claim.attempt(), taken.words());
            case Outcome.Deferred deferred ->
                    new Event.HandOverDeferred(
                            destination.name(),
                            message,
                            claim.attempt(),
                            deferred.reason(),
                            deferred.notBefore());
            case Outcome.Refused refused ->
                    new Event.Parked(destination.name(), message, refused.words());
            case Outcome.Unclear _, Outcome.Passed _, Outcome.Parted _ ->
                    throw new UnsupportedOperationException("lanes know no envelopes yet");
        };
    }

    private Event leaseLost(Settlement settlement) {
        String words =
                switch (settlement.outcome()) {
                    case Outcome.Delivered delivered -> "it took it: " + delivered.words();
                    case Outcome.Deferred deferred -> deferred.reason();
                    case Outcome.Refused refused -> refused.words();
                    case Outcome.Unclear _, Outcome.Passed _, Outcome.Parted _ ->
                            throw new UnsupportedOperationException("lanes know no envelopes yet");
                };
        return new Event.Service(
                "message "
                        + settlement.claim().message().id()
                        + " was no longer ours to settle when "
                        + destination.name()
                        + " answered; another attempt or a person decides about it",
                Optional.of(words));
    }
}
