package dev.postern.queue;

import dev.postern.protocol.mail.EnhancedStatus;

/// What was said about a message, or about one recipient of it.
///
/// @param status in numbers
/// @param remote the server that said it; empty if it was Postern itself
/// @param words the server's own, on one line, without secrets and control characters
public record Reply(EnhancedStatus status, String remote, String words) {

    /// A success in Postern's own words.
    public static Reply done(String words) {
        return new Reply(EnhancedStatus.DONE, "", words);
    }

    /// A lasting failure in Postern's own words.
    public static Reply failed(String words) {
        return new Reply(EnhancedStatus.FAILED, "", words);
    }

    /// A failure that may pass, in Postern's own words.
    public static Reply notNow(String words) {
        return new Reply(EnhancedStatus.NOT_NOW, "", words);
    }
}
