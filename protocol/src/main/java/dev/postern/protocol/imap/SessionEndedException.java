package dev.postern.protocol.imap;

import dev.postern.protocol.wire.BackOff;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// The server ended the session in words of its own: by BYE, or by the bare line with which
/// Exchange Online says that it is ill. What was under way may or may not have been done.
public final class SessionEndedException extends IOException {

    private static final long serialVersionUID = 1L;

    /// Why it did.
    public enum Reason {
        /// The access token expired during the session: connect again with a new one.
        TOKEN_EXPIRED,
        /// We asked for too much: [SessionEndedException#backOff()] may say how long to wait.
        THROTTLED,
        /// The server cannot serve now: connect again later.
        UNAVAILABLE,
        /// Any other, in the server's words.
        BYE
    }

    private final Reason reason;
    private final String text;

    SessionEndedException(String peer, Reason reason, String text) {
        super("%s ended the session: %s".formatted(peer, text));
        this.reason = reason;
        this.text = text;
    }

    /// What `* BYE` with these words means.
    static SessionEndedException bye(String peer, Optional<ResponseCode> code, String text) {
        return new SessionEndedException(peer, reason(code, text), text);
    }

    /// Whether an untagged refusal with these words concerns not a command but the session.
    static boolean mustLeave(String text) {
        return BackOff.throttled(text) || text.startsWith("Server Unavailable");
    }

    private static Reason reason(Optional<ResponseCode> code, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("accesstokenexpired")) {
            return Reason.TOKEN_EXPIRED;
        }
        if (BackOff.throttled(text)) {
            return Reason.THROTTLED;
        }
        boolean unavailable =
                code.filter(c -> c.is("UNAVAILABLE")).isPresent()
                        || lower.contains("unavailable")
                        || lower.contains("too many");
        return unavailable ? Reason.UNAVAILABLE : Reason.BYE;
    }

    public Reason reason() {
        return reason;
    }

    /// The server's words.
    public String text() {
        return text;
    }

    /// How long the server wants us to stay away, if it said so.
    public Optional<Duration> backOff() {
        return BackOff.suggested(text);
    }
}
