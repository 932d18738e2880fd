package dev.postern.delivery;

import dev.postern.event.Event;
import dev.postern.event.Events;
import dev.postern.queue.Claim;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a lane has in its hands: takes claims, lets them be handed over, and puts those back that
/// were not.
///
/// Safe for use by many threads.
final class Hands {

    private final Destination destination;
    private final Claims claims;
    private final HandOver handOver;
    private final Events events;
    private final int recipientsMax;

    Hands(Destination destination, Claims claims, HandOver handOver, Events events) {
        this.destination = destination;
        this.claims = claims;
        this.handOver = handOver;
        this.events = events;
        Limits limits = destination.limits();
        this.recipientsMax =
                (int) Math.min(limits.recipientsPerMessage(), limits.recipientsPerDay());
    }

    /// Hands over and settles claims, as far as the destination takes them.
    ///
    /// @param batch out of [Claims#next]
    /// @throws IOException if the queue failed
    void hand(List<Claim> batch, Standing.Role role) throws IOException, InterruptedException {
        try (Hold hold = begin(batch, role)) {
            boolean _ = hold.finish();
        }
    }

    /// Makes claims ready to be handed over.
    ///
    /// @param batch out of [Claims#next]
    /// @return to be closed in any case, once
    /// @throws IOException if the queue failed
    Hold begin(List<Claim> batch, Standing.Role role) throws IOException, InterruptedException {
        List<Claim> narrow = batch;
        boolean begun = false;
        try {
            narrow = claims.narrow(batch, recipientsMax);
            Hold hold = new Hold(narrow, handOver.begin(narrow, role));
            begun = true;
            return hold;
        } finally {
            if (!begun) {
                putBack(narrow);
            }
        }
    }

    /// Claims in hand. Used by one thread at a time.
    final class Hold implements AutoCloseable {

        private final List<Claim> held;
        private final HandOver.Attempt attempt;

        private Hold(List<Claim> held, HandOver.Attempt attempt) {
            this.held = held;
            this.attempt = attempt;
        }

        /// Hands them over.
        ///
        /// @return whether nothing is left to do for any of them
        /// @throws IOException if the queue failed
        boolean finish() throws IOException, InterruptedException {
            Optional<HandOver.Untried> untried = attempt.finish(claims::done);
            if (untried.isPresent()) {
                postpone(untried.get());
            }
            return held.stream().noneMatch(claims::holds);
        }

        /// Puts back what is left.
        @Override
        public void close() {
            attempt.close();
            putBack(held);
        }
    }

    private void putBack(List<Claim> batch) {
        claims.putBack(batch.stream().filter(claim -> !handOver.keeps(claim)).toList());
    }

    private void postpone(HandOver.Untried untried) throws IOException {
        Claim claim = untried.claim();
        Answer.Busy busy = untried.answer();
        Instant until = claims.busy(claim, busy.patience());
        events.report(
                new Event.HandOverPostponed(
                        destination.name(), claim.message().id().value(), busy.reason(), until));
    }
}
