package dev.postern.delivery.smtp;

import dev.postern.token.Scope;
import dev.postern.token.Tenant;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// How a session is signed in.
public sealed interface SignOn {

    /// Not at all.
    record Nobody() implements SignOn {}

    /// With a name and a password.
    ///
    /// @param loginOnly LOGIN even where PLAIN is offered: Azure Communication Services does not
    ///   take it
    record ByPassword(String user, SecretSource password, boolean loginOnly) implements SignOn {}

    /// With an access token (XOAUTH2).
    ///
    /// @param mailbox who signs in; empty for the sender of each message
    /// @param life how long a token must still be good to begin a session with
    record ByToken(Optional<String> mailbox, Tenant tenant, Scope scope, Duration life)
            implements SignOn {}

    /// A secret as it is now: one in a file may be rolled at any time.
    @FunctionalInterface
    interface SecretSource {

        /// @throws IOException if it cannot be read now
        String reveal() throws IOException;
    }

    /// Whether every message is sent by its sender's own mailbox.
    default boolean asSender() {
        return this instanceof ByToken token && token.mailbox().isEmpty();
    }
}
