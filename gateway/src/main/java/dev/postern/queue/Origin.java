package dev.postern.queue;

import dev.postern.protocol.mail.Envelope;
import java.time.Instant;
import java.util.Optional;

/// Where a message came from. For a collected message this is its identity in the ledger.
public sealed interface Origin {

    /// Taken out of a mailbox.
    ///
    /// @param place the folder
    /// @param id the server's id in it
    /// @param received when the server says that it got the message (INTERNALDATE); for POP3, which
    ///   does not say, the moment of the visit
    record Collected(Place place, ServerId id, Instant received) implements Origin {}

    /// Handed in by a device or an application, to be sent on.
    ///
    /// @param envelope who sends it, and all its recipients
    record Submitted(Envelope envelope, Submitter by) implements Origin {}

    /// Written by Postern, to tell a sender what became of a message (RFC 3464). Its reverse-path
    /// is null, so nothing is ever reported about a report.
    ///
    /// A delivery is reported once in each way: a second report of it is not accepted but answered
    /// by [Acceptance.Known], so a report may be written again after a crash.
    ///
    /// @param about the delivery that is reported; its number in [Claim#delivery]
    record Report(Envelope envelope, long about, Notice notice) implements Origin {}

    /// The envelope, if it has one.
    default Optional<Envelope> enveloped() {
        return switch (this) {
            case Collected _ -> Optional.empty();
            case Submitted submitted -> Optional.of(submitted.envelope());
            case Report report -> Optional.of(report.envelope());
        };
    }
}
