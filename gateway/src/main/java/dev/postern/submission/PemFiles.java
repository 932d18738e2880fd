package dev.postern.submission;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

/// A server's certificate with its chain and its private key, in two PEM files or in one.
///
/// The key may be RSA, EC or EdDSA, in PKCS#8 or in the forms OpenSSL wrote before; not encrypted,
/// since nobody is there to type a password.
///
/// @param certificate the server's own first
record PemFiles(Path certificate, Path key) {

    private static final int OBJECTS_MAX = 50;
    private static final long OCTETS_MAX = 1024 * 1024;
    private static final char[] NO_PASSWORD = new char[0];

    /// A context that shows the certificate as it is in the files now.
    ///
    /// @throws IOException if it cannot be read, or the key is not the certificate's; the message
    ///   is for people
    SSLContext context() throws IOException {
        List<X509Certificate> chain = chain();
        PrivateKey secret = secret();
        if (!pair(secret, chain.getFirst())) {
            throw new IOException(
                    "the key in %s does not belong to the first certificate in %s"
                            .formatted(key, certificate));
        }
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", secret, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    "the certificate in %s cannot be used with the key in %s: %s"
                            .formatted(certificate, key, e.getMessage()),
                    e);
        }
    }

    /// Whether what one signs the other verifies.
    private static boolean pair(PrivateKey secret, X509Certificate certificate) {
        String algorithm =
                switch (secret.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> secret.getAlgorithm();
                };
        byte[] text = "a text to sign".getBytes(StandardCharsets.US_ASCII);
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(secret);
            signing.update(text);
            byte[] signature = signing.sign();
            signing.initVerify(certificate.getPublicKey());
            signing.update(text);
            return signing.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private List<X509Certificate> chain() throws IOException {
        List<X509Certificate> chain = new ArrayList<>();
        for (Object object : objects(certificate)) {
            if (object instanceof X509CertificateHolder holder) {
                try {
                    chain.add(new JcaX509CertificateConverter().getCertificate(holder));
                } catch (GeneralSecurityException e) {
                    throw new IOException(certificate + " holds a broken certificate", e);
                }
            }
        }
        if (chain.isEmpty()) {
            throw new IOException(certificate + " holds no PEM certificate");
        }
        return chain;
    }

    private PrivateKey secret() throws IOException {
        for (Object object : objects(key)) {
            switch (object) {
                case PrivateKeyInfo info -> {
                    return secret(info);
                }
                case PEMKeyPair pair -> {
                    return secret(pair.getPrivateKeyInfo());
                }
                default -> {
                    // A certificate, or the parameters of a curve, in the same file.
                }
            }
        }
        throw new IOException(key + " holds no PEM private key that is not encrypted");
    }

    private PrivateKey secret(PrivateKeyInfo info) throws IOException {
        try {
            return KeyFactory.getInstance(info.getPrivateKeyAlgorithm().getAlgorithm().getId())
                    .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        } catch (GeneralSecurityException _) {
            // Its words may hold parts of the key.
            throw new IOException("the private key in " + key + " cannot be used");
        }
    }

    private static List<Object> objects(Path file) throws IOException {
        if (Files.size(file) > OCTETS_MAX) {
            throw new IOException(file + " is too large for a PEM file");
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        List<Object> objects = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            Object object = parser.readObject();
            while (object != null && objects.size() < OBJECTS_MAX) {
                objects.add(object);
                object = parser.readObject();
            }
        } catch (IOException | IllegalArgumentException _) {
            throw new IOException(file + " is no well-formed PEM file");
        }
        return objects;
    }
}
