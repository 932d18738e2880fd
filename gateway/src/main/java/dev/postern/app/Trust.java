package dev.postern.app;

import dev.postern.protocol.wire.ClientTls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Whom to trust on the other side of a TLS connection.
final class Trust {

    private Trust() {}

    static SSLContext unchecked(Optional<Path> anchors) {
        try {
            return of(anchors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param anchors a PEM file with the only certificates to trust; empty for those of the Java
    ///   runtime
    static SSLContext of(Optional<Path> anchors) throws IOException {
        try {
            TrustManagerFactory managers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(anchors.isEmpty() ? null : store(anchors.get()));
            return ClientTls.trusting(managers.getTrustManagers());
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "the certificates in %s cannot be used: %s"
                            .formatted(
                                    anchors.map(Path::toString).orElse("the Java runtime"),
                                    e.getMessage()),
                    e);
        }
    }

    private static KeyStore store(Path pem) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(pem)) {
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("anchor-" + number++, certificate);
            }
            if (number == 0) {
                throw new IOException(pem + " holds no certificate in PEM form");
            }
        }
        return store;
    }
}
