package dev.postern.config;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/// How Postern proves to Entra that it is the application of a [Tenant].
public sealed interface Credential {

    /// A client secret.
    ///
    /// @param expires its last day, so that a person can be told in time; Entra tells it to few
    @Alternative("A client secret. It expires, at the latest after two years.")
    record ClientSecret(
            @Setting(
                            value = "The value of a client secret (not its ID), best by reference.",
                            example = "\"${file:/run/secrets/szr}\"")
                    Secret secret,
            @Setting(
                            value = "The secret's last day, for a reminder before it.",
                            absent = "no reminder, unless Entra tells the day",
                            example = "2027-06-30")
                    Optional<LocalDate> expires)
            implements Credential {}

    /// A certificate and its private key, both in PEM.
    @Alternative("A certificate and its private key, both in PEM.")
    record Certificate(
            @Setting(
                            value = "A PEM file with the certificate that was uploaded to the app.",
                            example = "postern.pem")
                    Path certificate,
            @Setting(
                            value = "A PEM file with the certificate's private key.",
                            example = "postern-key.pem")
                    Path key,
            @Setting(value = "The password of `key`.", absent = "the key is not encrypted")
                    Optional<Secret> password)
            implements Credential {}

    /// A certificate and its private key in one PKCS #12 store.
    @Alternative("A certificate and its private key in one PKCS #12 file.")
    record KeyStore(
            @Setting(
                            value = "A PKCS #12 file (.p12, .pfx) with certificate and key.",
                            key = "pkcs12",
                            example = "postern.p12")
                    Path store,
            @Setting(value = "The password of the file.", example = "\"${env:P12_PASSWORD}\"")
                    Secret password)
            implements Credential {}

    /// A token of another identity provider that Entra trusts (workload identity federation).
    @Alternative(
            "A token of another identity provider that Entra trusts (workload identity federation).")
    record Federated(
            @Setting(
                            value = "A file with the token that is exchanged; read anew each time.",
                            example = "/var/run/secrets/azure/tokens/azure-identity-token")
                    Path federatedTokenFile)
            implements Credential {}

    /// The identity of the Azure machine that Postern runs on.
    @Alternative("The identity of the Azure machine that Postern runs on; nothing to keep secret.")
    record Managed(
            @Setting(
                            value =
                                    "`system`, or the client ID of a user-assigned managed"
                                            + " identity.",
                            key = "managed-identity",
                            example = "system")
                    Identity identity)
            implements Credential {}

    /// Which of a machine's identities.
    sealed interface Identity {

        /// The one the machine was given by the system.
        record SystemAssigned() implements Identity {}

        /// One that a person made and assigned.
        record UserAssigned(UUID clientId) implements Identity {}
    }
}
