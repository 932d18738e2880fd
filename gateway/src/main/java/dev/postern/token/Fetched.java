package dev.postern.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What one request with one credential brought.
sealed interface Fetched {

    /// A token.
    ///
    /// @param clock the two clocks, if the server told its own
    record Token(AccessToken token, Instant expires, Optional<Clocks> clock) implements Fetched {}

    /// A refusal that stays until a person acts.
    record Denied(Refusal refusal) implements Fetched {}

    /// No answer, or none that says anything about the credential.
    ///
    /// @param pause how long the server asks to be left alone; zero if it did not
    record Trouble(String reason, Duration pause) implements Fetched {

        Trouble(String reason) {
            this(reason, Duration.ZERO);
        }
    }
}
