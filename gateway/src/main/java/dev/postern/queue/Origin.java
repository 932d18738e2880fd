package dev.postern.queue;

import java.time.Instant;

/// Where a message came from. For a collected message this is its identity in the ledger.
public sealed interface Origin {

    /// Taken out of a mailbox.
    ///
    /// @param place the folder
    /// @param id the server's id in it
    /// @param received when the server says that it got the message (INTERNALDATE); for POP3, which
    ///   does not say, the moment of the visit
    record Collected(Place place, ServerId id, Instant received) implements Origin {}
}
