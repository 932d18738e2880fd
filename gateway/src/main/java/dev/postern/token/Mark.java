package dev.postern.token;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/// By what a credential is known among those that Entra lists for an application. It gives away a
/// part of a secret, so it is compared and never shown.
public sealed interface Mark {

    /// How a secret begins: Entra shows as much of each to whoever may read the application.
    record Beginning(String text) implements Mark {

        private static final int LENGTH = 3;

        /// Of this secret.
        static Beginning of(String secret) {
            return new Beginning(secret.substring(0, Math.min(LENGTH, secret.length())));
        }

        @Override
        public String toString() {
            return "***";
        }
    }

    /// A certificate's SHA-1 thumbprint.
    ///
    /// @param hex forty digits in upper case
    record Thumbprint(String hex) implements Mark {}

    /// It has none, or cannot be read, which the next fetch will report.
    record None() implements Mark {}

    /// Of the credential as it is now.
    static Mark of(Credential credential) {
        try {
            return switch (credential) {
                case Credential.ClientSecret(var secret) ->
                        Beginning.of(SecretText.read(secret, "the client secret"));
                case Credential.PemCertificate pem -> thumbprint(KeyFiles.read(pem));
                case Credential.Pkcs12Certificate pkcs12 -> thumbprint(KeyFiles.read(pkcs12));
                case Credential.FederatedTokenFile _, Credential.ManagedIdentity _ -> new None();
            };
        } catch (CredentialException _) {
            // A fetch with it says what is wrong, and when.
            return new None();
        }
    }

    private static Thumbprint thumbprint(KeyFiles.KeyPair pair) throws CredentialException {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest(pair.certificate().getEncoded());
            return new Thumbprint(HexFormat.of().withUpperCase().formatHex(digest));
        } catch (GeneralSecurityException e) {
            throw CredentialException.unreadable(
                    "the certificate has no thumbprint: " + e.getClass().getSimpleName());
        }
    }
}
