package dev.postern.protocol.imap;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What is known of a message without its body: enough to plan its fetching.
///
/// @param uid its UID
/// @param sizeHint RFC822.SIZE: a hint, which Exchange Online estimates; 0 if the server did not
///   say
/// @param internalDate when the server got it, if it said so
/// @param flags its flags
public record Overview(long uid, long sizeHint, Optional<Instant> internalDate, Set<String> flags) {

    public Overview {
        flags = Set.copyOf(flags);
    }
}
