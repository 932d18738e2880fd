package dev.postern.lab.mail.store;

import java.time.Instant;
import java.util.Set;

/// One message in one folder, as it was at one moment.
///
/// @param uid its IMAP UID in this folder and this UIDVALIDITY
/// @param identity its number in the whole store, kept when it moves or the folder is renumbered
/// @param arrived when it came to the mailbox: IMAP's INTERNALDATE
public record Message(
        long uid, long identity, Instant arrived, Set<Flag> flags, MessageSource source) {

    public Message {
        flags = Set.copyOf(flags);
    }

    public boolean is(Flag flag) {
        return flags.contains(flag);
    }

    /// What POP3's UIDL answers: opaque, at most 70 characters (RFC 1939 §7), the same for ever.
    public String uidl() {
        return "AAMkAG%016x%08xAAA="
                .formatted(identity * 0x9E3779B97F4A7C15L, Long.hashCode(~identity));
    }

    /// The size that Exchange tells: an estimate, near the truth and never equal to it.
    public long estimatedSize() {
        return source.size() + 29 + source.size() / 64;
    }

    Message with(Set<Flag> changed) {
        return new Message(uid, identity, arrived, changed, source);
    }

    Message as(long other) {
        return new Message(other, identity, arrived, flags, source);
    }
}
