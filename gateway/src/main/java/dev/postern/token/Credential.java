package dev.postern.token;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/// How an application proves itself. Read anew at every fetch, so that a credential that was rolled
/// over takes effect without a restart.
public sealed interface Credential {

    /// A shared secret: its value, not its id.
    record ClientSecret(Supplier<String> secret) implements Credential {

        @Override
        public String toString() {
            return "client secret";
        }
    }

    /// A certificate and its RSA key in PEM files, which may be one and the same.
    ///
    /// @param key PKCS#8 or PKCS#1, plain or encrypted
    /// @param passphrase of an encrypted key; not asked otherwise
    record PemCertificate(Path certificate, Path key, Supplier<String> passphrase)
            implements Credential {

        /// With a key that is not encrypted.
        public PemCertificate(Path certificate, Path key) {
            this(certificate, key, () -> "");
        }

        @Override
        public String toString() {
            return "certificate " + certificate;
        }
    }

    /// A PKCS#12 file with one RSA key and its certificate.
    record Pkcs12Certificate(Path file, Supplier<String> password) implements Credential {

        @Override
        public String toString() {
            return "certificate " + file;
        }
    }

    /// A token of another issuer that the application trusts, as Kubernetes projects it into a file
    /// (`AZURE_FEDERATED_TOKEN_FILE`).
    record FederatedTokenFile(Path file) implements Credential {

        @Override
        public String toString() {
            return "federated token " + file;
        }
    }

    /// The identity that Azure gives to the machine. No secret at all.
    ///
    /// @param clientId of a user-assigned identity; the system-assigned one if empty
    record ManagedIdentity(Optional<String> clientId) implements Credential {

        /// The identity that lives and dies with the machine.
        public static ManagedIdentity system() {
            return new ManagedIdentity(Optional.empty());
        }

        @Override
        public String toString() {
            return clientId.map(id -> "managed identity " + id)
                    .orElse("system-assigned managed identity");
        }
    }
}
