package dev.postern.protocol.imap;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What one FETCH response that should bring a body came to.
public sealed interface Fetched {

    /// A whole body of a message that was asked for, and the first of that UID. The message counts
    /// as received only when the command is completed too.
    ///
    /// @param octets how many octets the sink got: the announced length, all of it
    record Message(long uid, Optional<Instant> internalDate, Set<String> flags, long octets)
            implements Fetched {
        public Message {
            flags = Set.copyOf(flags);
        }
    }

    /// The server has no body for this message, or an empty one. Exchange Online announces messages
    /// some seconds before it can give them out: ask again later, and never take it as collected.
    ///
    /// @param why what the server sent instead
    record Empty(long uid, String why) implements Fetched {}

    /// A body that belongs to no message we asked for: nothing may be concluded from it.
    ///
    /// @param uid the UID that came with it, if any
    /// @param octets how many octets the sink got
    /// @param why what is wrong with it
    record Stray(OptionalLong uid, long octets, String why) implements Fetched {}
}
