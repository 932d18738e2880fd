package dev.postern.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is to be handed over with one claim, and what else could be done.
///
/// @param addressees those of the message's recipients that go this way, in their order; empty for
///   a message without an envelope
/// @param furtherWays destinations to try after this one, in their order
/// @param warned whether the sender has been told of a delay
/// @param notice present only for what goes to [Outlet#SENDER]: of what the sender is to be told
/// @param hope what may be hoped for from the ways before this one
public record Consignment(
        List<Addressee> addressees,
        List<String> furtherWays,
        Optional<Instant> warned,
        Optional<Notice> notice,
        Hope hope) {

    /// A whole message without an envelope.
    public static final Consignment WHOLE =
            new Consignment(List.of(), List.of(), Optional.empty(), Optional.empty());

    public Consignment {
        addressees = List.copyOf(addressees);
        furtherWays = List.copyOf(furtherWays);
    }

    /// What was not passed on from any way that may take it another time.
    public Consignment(
            List<Addressee> addressees,
            List<String> furtherWays,
            Optional<Instant> warned,
            Optional<Notice> notice) {
        this(addressees, furtherWays, warned, notice, Hope.NONE);
    }
}
