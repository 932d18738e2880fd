package dev.postern.protocol.login;

/// Why a client is not let in, as far as it may know.
///
/// @param words for the person behind the client: one line of ASCII
public record Refusal(Kind kind, String words) {

    /// What follows from it for the client.
    public enum Kind {
        /// Name or password is wrong, or it is not said what.
        CREDENTIALS,
        /// They are right, but this mailbox is not to be had with them.
        NOT_ALLOWED,
        /// Too much at once: the same will work later.
        LIMIT,
        /// Nothing is wrong with the client: the same will work later.
        UNAVAILABLE,
        /// Nothing is wrong with the client, and nothing will work until a person mends it.
        BROKEN
    }

    public Refusal {
        if (words.isEmpty() || !words.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("not words for a reply: " + words);
        }
    }
}
