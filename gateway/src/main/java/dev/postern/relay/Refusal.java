package dev.postern.relay;

import dev.postern.protocol.mail.EnhancedStatus;

/// Why something is not taken, in words for the peer and its owner.
///
/// @param code of SMTP (RFC 5321 §4.2): 4xx if it may be tried again
/// @param words one line, ASCII, without secrets
public record Refusal(int code, EnhancedStatus status, String words) {

    /// Whether trying again may help.
    public boolean notNow() {
        return code < 500;
    }
}
