package dev.postern.collector;

import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import java.util.Optional;

/// The session with a mailbox is over, or never came about.
final class SessionEndedException extends IOException {

    @Serial private static final long serialVersionUID = 1L;

    /// What the end means for the next attempt.
    enum Cause {
        /// The connection broke, timed out, or the peer broke the protocol.
        LOST,
        /// The server asked for patience.
        THROTTLED,
        /// The token ended: a new session with a new token goes on at once.
        TOKEN_ENDED,
        /// The server or the token endpoint cannot serve now.
        UNAVAILABLE,
        /// The sign-in or the folder was refused: a person has to act.
        REFUSED
    }

    private final Cause why;
    private final transient Optional<Duration> patience;

    SessionEndedException(Cause why, String message, Optional<Duration> patience) {
        super(message);
        this.why = why;
        this.patience = patience;
    }

    SessionEndedException(Cause why, String message) {
        this(why, message, Optional.empty());
    }

    SessionEndedException(Cause why, String message, Throwable cause) {
        super(message, cause);
        this.why = why;
        this.patience = Optional.empty();
    }

    /// What happened, for people.
    String words() {
        String message = getMessage();
        return message == null ? why.toString() : message;
    }

    Cause why() {
        return why;
    }

    /// How long the server asked us to wait, if it did.
    Optional<Duration> patience() {
        return patience;
    }
}
