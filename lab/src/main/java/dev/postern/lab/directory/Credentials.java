package dev.postern.lab.directory;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/// By what an application can prove who it is; each by a name.
public record Credentials(
        Map<String, Secret> secrets,
        Map<String, Certificate> certificates,
        Map<String, Federated> federated) {

    public Credentials {
        secrets = Ordered.copy(secrets);
        certificates = Ordered.copy(certificates);
        federated = Ordered.copy(federated);
    }

    /// A client secret.
    ///
    /// @param id what the portal calls the Secret ID, and what people send by mistake
    /// @param value what has to be sent
    public record Secret(UUID id, String value, Instant expires) {

        @Override
        public String toString() {
            return "Secret[" + id + "]";
        }
    }

    /// The public half of a key that signs client assertions.
    ///
    /// @param pem the certificate as PEM text
    public record Certificate(String pem) {

        public Certificate {
            read(pem);
        }

        /// The certificate itself.
        public X509Certificate certificate() {
            return read(pem);
        }

        private static X509Certificate read(String pem) {
            try {
                return (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(
                                        new ByteArrayInputStream(
                                                pem.getBytes(StandardCharsets.US_ASCII)));
            } catch (CertificateException e) {
                throw new IllegalArgumentException(
                        "this is no certificate in PEM (-----BEGIN CERTIFICATE-----): "
                                + e.getMessage(),
                        e);
            }
        }
    }

    /// Whose tokens are taken for the application's.
    ///
    /// @param issuer the `iss` of those tokens; the word `lab` stands for the lab's own issuer
    public record Federated(String issuer, String subject, String audience) {}
}
