package dev.postern.doctor;

import dev.postern.delivery.smtp.SignOn;

/// How a way out signs in.
public sealed interface SigningOn {

    /// Not at all.
    record Nobody() implements SigningOn {}

    /// With a name and a password.
    ///
    /// @param loginOnly LOGIN even where PLAIN is offered
    record ByPassword(String user, SignOn.SecretSource password, boolean loginOnly)
            implements SigningOn {}

    /// With a token.
    ///
    /// @param user the mailbox, or the SMTP username; empty if each message's sender signs in
    record ByToken(Application application, String user) implements SigningOn {}
}
