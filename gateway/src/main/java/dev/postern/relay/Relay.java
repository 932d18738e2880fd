package dev.postern.relay;

import dev.postern.account.Peer;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import java.util.Optional;

/// The common way in. Safe for use by many threads.
public interface Relay {

    /// Whether this principal may send with this reverse-path (empty for the null one).
    ///
    /// @return why not; empty if it may
    Optional<Refusal> sender(Principal principal, Optional<AddrSpec> sender);

    /// Whether a message from there may go to this recipient: there is a route for it.
    ///
    /// @return why not; empty if it may
    Optional<Refusal> recipient(Principal principal, Optional<AddrSpec> sender, AddrSpec recipient);

    /// Begins to take a message.
    ///
    /// @param envelope each part of it allowed by the two questions above; what is not is declined
    Letter receive(Principal principal, Peer peer, Envelope envelope);

    /// Octets of the largest message that is taken.
    long sizeMax();
}
