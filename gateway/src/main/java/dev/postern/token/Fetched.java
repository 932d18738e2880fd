package dev.postern.token;

import java.time.Duration;
import java.time.Instant;

/// What one request with one credential brought.
sealed interface Fetched {

    /// A token.
    record Token(AccessToken token, Instant expires) implements Fetched {}

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
