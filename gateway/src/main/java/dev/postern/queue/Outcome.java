package dev.postern.queue;

import java.time.Instant;

/// What became of one attempt to hand over one message.
///
/// Every attempt ends in exactly one of these. Whoever settles a claim switches over all of them,
/// so a new outcome cannot be forgotten: the compiler names the place.
public sealed interface Outcome {

    /// The destination took responsibility.
    ///
    /// @param words what it said, or where the message is now
    record Delivered(String words) implements Outcome {}

    /// Nothing is lost; the next attempt is not before `notBefore`.
    record Deferred(String reason, Instant notBefore) implements Outcome {}

    /// The destination refused for good, or the tries are used up: the message is parked, for a
    /// person to see.
    record Refused(String words) implements Outcome {}
}
