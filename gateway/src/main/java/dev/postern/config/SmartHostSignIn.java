package dev.postern.config;

/// How Postern signs in at a smart host.
public sealed interface SmartHostSignIn {

    /// With a user name and a password (PLAIN or LOGIN).
    @Alternative("Signs in with a user name and a password.")
    record Password(
            @Setting(value = "The user name.", example = "postern") String user,
            @Setting(value = "The password.", example = "\"${env:HOST}\"") Secret password)
            implements SmartHostSignIn {}

    /// With a token (XOAUTH2).
    @Alternative("Signs in as a mailbox with OAuth 2 (XOAUTH2).")
    record Token(
            @Setting(value = "The mailbox.", example = "noreply@example.cz") EmailAddress mailbox,
            @Setting(
                            value = "The tenant whose application signs in.",
                            refersTo = "tenants",
                            example = "szr")
                    String tenant)
            implements SmartHostSignIn {}
}
