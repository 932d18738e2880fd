package dev.postern.protocol.imap;

import java.util.Set;

/// A selected mailbox as it was when it was selected (RFC 3501 §6.3.1).
///
/// @param name its name, decoded
/// @param exists how many messages it has
/// @param uidValidity the generation of its UIDs: another one, and all UIDs known are void
/// @param uidNext the least UID that the next message may get; 0 if the server did not say
/// @param readOnly whether nothing can be changed
/// @param permanentFlags flags that can be changed for good, `\*` if new ones can be made; empty if
///   the server did not say, which means all (RFC 3501 §7.1)
public record Mailbox(
        String name,
        long exists,
        long uidValidity,
        long uidNext,
        boolean readOnly,
        Set<String> permanentFlags) {

    public Mailbox {
        permanentFlags = Set.copyOf(permanentFlags);
    }
}
