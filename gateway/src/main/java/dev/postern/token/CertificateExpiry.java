package dev.postern.token;

import java.time.Instant;
import java.util.Optional;

/// Tells until when a certificate credential is good, so that a person hears of it in time.
public final class CertificateExpiry {

    private CertificateExpiry() {}

    /// The end of the certificate's validity, read from its file now; empty if the credential has
    /// none or cannot be read, which the next fetch will report.
    public static Optional<Instant> of(Credential credential) {
        try {
            return switch (credential) {
                case Credential.PemCertificate pem -> Optional.of(end(KeyFiles.read(pem)));
                case Credential.Pkcs12Certificate pkcs12 -> Optional.of(end(KeyFiles.read(pkcs12)));
                case Credential.ClientSecret _,
                        Credential.FederatedTokenFile _,
                        Credential.ManagedIdentity _ ->
                        Optional.empty();
            };
        } catch (CredentialException _) {
            // A fetch with it says what is wrong, and when.
            return Optional.empty();
        }
    }

    private static Instant end(KeyFiles.KeyPair pair) {
        return pair.certificate().getNotAfter().toInstant();
    }
}
