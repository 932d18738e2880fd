package dev.postern.token;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/// Reads RSA keys and certificates from PEM and PKCS#12 files.
///
/// Bouncy Castle parses and decrypts PEM; its provider is used for that alone and is never
/// registered with the JVM. Keys and certificates come out as the JDK's own.
final class KeyFiles {

    private static final int OBJECTS_MAX = 50;

    private KeyFiles() {}

    /// A certificate and the key that belongs to it.
    record KeyPair(X509Certificate certificate, RSAPrivateKey key) {}

    static KeyPair read(Credential.PemCertificate pem) throws CredentialException {
        PrivateKey key = key(pem.key(), pem.passphrase());
        List<X509Certificate> certificates = certificates(pem.certificate());
        return pair(key, certificates, pem.key(), pem.certificate());
    }

    static KeyPair read(Credential.Pkcs12Certificate pkcs12) throws CredentialException {
        byte[] bytes = SmallFile.read(pkcs12.file());
        char[] password = pkcs12.password().get().toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), password);
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)
                        && store.getKey(alias, password) instanceof PrivateKey key
                        && store.getCertificate(alias) instanceof X509Certificate certificate) {
                    return pair(key, List.of(certificate), pkcs12.file(), pkcs12.file());
                }
            }
        } catch (IOException | GeneralSecurityException _) {
            throw CredentialException.unreadable(
                    "%s is no PKCS#12 file, or the password is wrong".formatted(pkcs12.file()));
        }
        throw CredentialException.unreadable(
                "%s has no key with a certificate".formatted(pkcs12.file()));
    }

    /// A context that trusts the certificates of this PEM file and no others.
    static SSLContext trusting(Path file) throws CredentialException {
        List<X509Certificate> certificates = certificates(file);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("trusted-" + i, certificates.get(i));
            }
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw CredentialException.unreadable(
                    "the certificates in %s cannot be trusted: %s"
                            .formatted(file, e.getClass().getSimpleName()));
        }
    }

    private static KeyPair pair(
            PrivateKey key, List<X509Certificate> certificates, Path keyFile, Path certificateFile)
            throws CredentialException {
        if (!(key instanceof RSAPrivateKey rsa)) {
            throw CredentialException.unreadable(
                    "the key in %s is %s: Entra ID takes RSA alone"
                            .formatted(keyFile, key.getAlgorithm()));
        }
        return certificates.stream()
                .filter(certificate -> isPair(certificate, rsa))
                .findFirst()
                .map(certificate -> new KeyPair(certificate, rsa))
                .orElseThrow(() ->
                        CredentialException.unreadable(
                                "the key in %s does not belong to a certificate in %s"
                                        .formatted(keyFile, certificateFile)));
    }

    private static boolean isPair(X509Certificate certificate, RSAPrivateKey key) {
        return certificate.getPublicKey() instanceof RSAPublicKey publicKey
                && publicKey.getModulus().equals(key.getModulus());
    }

    private static List<X509Certificate> certificates(Path file) throws CredentialException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (Object object : objects(file)) {
                if (object instanceof X509CertificateHolder holder) {
                    certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
                }
            }
        } catch (GeneralSecurityException _) {
            throw CredentialException.unreadable("%s holds a broken certificate".formatted(file));
        }
        if (certificates.isEmpty()) {
            throw CredentialException.unreadable("%s holds no PEM certificate".formatted(file));
        }
        return certificates;
    }

    private static PrivateKey key(Path file, Supplier<String> passphrase)
            throws CredentialException {
        for (Object object : objects(file)) {
            if (object instanceof PEMKeyPair
                    || object instanceof PrivateKeyInfo
                    || object instanceof PEMEncryptedKeyPair
                    || object instanceof PKCS8EncryptedPrivateKeyInfo) {
                return key(object, file, passphrase);
            }
        }
        throw CredentialException.unreadable("%s holds no PEM private key".formatted(file));
    }

    private static PrivateKey key(Object object, Path file, Supplier<String> passphrase)
            throws CredentialException {
        try {
            return new JcaPEMKeyConverter().getPrivateKey(info(object, passphrase));
        } catch (PEMException _) {
            throw CredentialException.unreadable("the private key in %s is broken".formatted(file));
        } catch (IOException | OperatorCreationException | PKCSException _) {
            throw CredentialException.unreadable(
                    "the private key in %s does not open with the passphrase".formatted(file));
        }
    }

    private static PrivateKeyInfo info(Object object, Supplier<String> passphrase)
            throws IOException, OperatorCreationException, PKCSException {
        return switch (object) {
            case PrivateKeyInfo plain -> plain;
            case PEMKeyPair plain -> plain.getPrivateKeyInfo();
            case PKCS8EncryptedPrivateKeyInfo sealed ->
                    sealed.decryptPrivateKeyInfo(
                            new JceOpenSSLPKCS8DecryptorProviderBuilder()
                                    .setProvider(new BouncyCastleProvider())
                                    .build(passphrase.get().toCharArray()));
            case PEMEncryptedKeyPair sealed ->
                    sealed.decryptKeyPair(
                                    new JcePEMDecryptorProviderBuilder()
                                            .setProvider(new BouncyCastleProvider())
                                            .build(passphrase.get().toCharArray()))
                            .getPrivateKeyInfo();
            default -> throw new IllegalArgumentException("no private key: " + object.getClass());
        };
    }

    private static List<Object> objects(Path file) throws CredentialException {
        String text = new String(SmallFile.read(file), StandardCharsets.ISO_8859_1);
        List<Object> objects = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            Object object = parser.readObject();
            while (object != null && objects.size() < OBJECTS_MAX) {
                objects.add(object);
                object = parser.readObject();
            }
        } catch (IOException | IllegalArgumentException _) {
            throw CredentialException.unreadable("%s is no well-formed PEM file".formatted(file));
        }
        return objects;
    }
}
