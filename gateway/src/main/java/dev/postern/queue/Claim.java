package dev.postern.queue;

import java.time.Instant;

/// The right to hand one message to one destination, for the length of a lease.
///
/// A claim that is neither settled nor renewed before its lease ends is given to the next who asks:
/// so a crash in the middle of a hand-over delays the message and does not lose it.
///
/// @param delivery the number of the delivery: one message for one destination
/// @param message the message
/// @param destination the destination's name
/// @param attempt 1 for the first try
/// @param firstTried when the first attempt began
/// @param token distinguishes this claim from an earlier one that has run out; a stale claim
///   settles nothing
/// @param consignment what exactly is to be handed over
public record Claim(
        long delivery,
        StoredMessage message,
        String destination,
        int attempt,
        Instant firstTried,
        String token,
        Consignment consignment) {

    /// Of what tells claims apart almost always: each is kept in sets, and all of it would be read,
    /// envelope and all, whenever one is asked.
    @Override
    public int hashCode() {
        return Long.hashCode(delivery);
    }
}
