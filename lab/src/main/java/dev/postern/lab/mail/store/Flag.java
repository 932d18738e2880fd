package dev.postern.lab.mail.store;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// A flag that Exchange Online stores with a message. It keeps no other keywords.
public enum Flag {
    SEEN("\\Seen"),
    ANSWERED("\\Answered"),
    FLAGGED("\\Flagged"),
    DELETED("\\Deleted"),
    DRAFT("\\Draft"),
    MDN_SENT("$MDNSent"),
    FORWARDED("$Forwarded");

    private final String word;

    Flag(String word) {
        this.word = word;
    }

    /// As IMAP writes it (RFC 3501 §2.3.2).
    public String word() {
        return word;
    }

    /// The flag that IMAP writes so, in any case; empty if Exchange would not store it.
    public static Optional<Flag> named(String word) {
        for (Flag flag : values()) {
            if (flag.word.equalsIgnoreCase(word)) {
                return Optional.of(flag);
            }
        }
        return Optional.empty();
    }

    /// These flags and this one.
    public Set<Flag> addedTo(Set<Flag> flags) {
        Set<Flag> all = EnumSet.of(this);
        all.addAll(flags);
        return all;
    }
}
