package dev.postern.token;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
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
        RSAPrivateKey key = key(pem.key(), pem.passphrase());
        List<X509Certificate> certificates = certificates(pem.certificate());
        return pair(key, certificates, pem);
    }

    static KeyPair read(Credential.Pkcs12Certificate pkcs12) throws CredentialException {
        byte[] bytes = SmallFile.read(pkcs12.file());
        char[] password =
                SecretText.read(pkcs12.password(), "the password of " + pkcs12.file())
                        .toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), password);
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, password) instanceof PrivateKey key
                        && store.getCertificate(alias) instanceof X509Certificate certificate) {
                    return pair(rsa(key, pkcs12.file()), List.of(certificate), pkcs12);
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

    private static RSAPrivateKey rsa(PrivateKey key, Path file) throws CredentialException {
        if (key instanceof RSAPrivateKey rsa) {
            return rsa;
        }
        throw notRsa(file);
    }

    private static KeyPair pair(
            RSAPrivateKey key, List<X509Certificate> certificates, Credential credential)
            throws CredentialException {
        return certificates.stream()
                .filter(certificate -> isPair(certificate, key))
                .findFirst()
                .map(certificate -> new KeyPair(certificate, key))
                .orElseThrow(() ->
                        CredentialException.unreadable(
                                "%s: the key does not belong to the certificate"
                                        .formatted(credential)));
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

    private static RSAPrivateKey key(Path file, Supplier<String> passphrase)
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

    private static RSAPrivateKey key(Object object, Path file, Supplier<String> passphrase)
            throws CredentialException {
        boolean sealed =
                object instanceof PEMEncryptedKeyPair
                        || object instanceof PKCS8EncryptedPrivateKeyInfo;
        String words = sealed ? SecretText.read(passphrase, "the passphrase of " + file) : "";
        PrivateKeyInfo info;
        try {
            info = info(object, words);
        } catch (IOException | OperatorCreationException | PKCSException _) {
            throw CredentialException.unreadable(
                    "the private key in %s does not open with the passphrase".formatted(file));
        }
        if (!info.getPrivateKeyAlgorithm()
                .getAlgorithm()
                .equals(PKCSObjectIdentifiers.rsaEncryption)) {
            throw notRsa(file);
        }
        try {
            PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(info.getEncoded());
            return (RSAPrivateKey) KeyFactory.getInstance("RSA").generatePrivate(encoded);
        } catch (IOException | GeneralSecurityException _) {
            throw CredentialException.unreadable("the private key in %s is broken".formatted(file));
        }
    }

    private static CredentialException notRsa(Path file) {
        return CredentialException.unreadable(
                "the key in %s is not RSA, and Entra ID takes no other".formatted(file));
    }

    private static PrivateKeyInfo info(Object object, String passphrase)
            throws IOException, OperatorCreationException, PKCSException {
        return switch (object) {
            case PrivateKeyInfo plain -> plain;
            case PEMKeyPair plain -> plain.getPrivateKeyInfo();
            case PKCS8EncryptedPrivateKeyInfo sealed ->
                    sealed.decryptPrivateKeyInfo(
                            new JceOpenSSLPKCS8DecryptorProviderBuilder()
                                    .setProvider(new BouncyCastleProvider())
                                    .build(passphrase.toCharArray()));
            case PEMEncryptedKeyPair sealed ->
                    sealed.decryptKeyPair(
                                    new JcePEMDecryptorProviderBuilder()
                                            .setProvider(new BouncyCastleProvider())
                                            .build(passphrase.toCharArray()))
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
