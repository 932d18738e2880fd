package dev.postern.lab.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate authority that lives as long as the lab does.
///
/// Immutable; any thread may use it.
public final class Authority {

    private static final Duration BACKDATED = Duration.ofDays(1);
    private static final Duration VALID = Duration.ofDays(365);

    private final SecureRandom random;
    private final Instant now;
    private final KeyPair keys;
    private final X509Certificate certificate;

    private Authority(SecureRandom random, Instant now, KeyPair keys, X509Certificate certificate) {
        this.random = random;
        this.now = now;
        this.keys = keys;
        this.certificate = certificate;
    }

    /// Makes an authority that is valid from a day before `now` for a year.
    ///
    /// `now` is the real time, not the lab's: a client checks certificates by its own clock.
    public static Authority create(SecureRandom random, Instant now) {
        try {
            KeyPair keys = newKeys(random);
            X500Name name =
                    new X500Name(
                            "CN=Postern lab authority "
                                    + HexFormat.of().toHexDigits(random.nextLong()));
            JcaX509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                            name,
                            serial(random),
                            Date.from(now.minus(BACKDATED)),
                            Date.from(now.plus(VALID)),
                            name,
                            keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return new Authority(random, now, keys, sign(builder, keys));
        } catch (GeneralSecurityException | CertIOException e) {
            throw new IllegalStateException("this JDK cannot make a certificate authority", e);
        }
    }

    /// What clients must trust.
    public X509Certificate certificate() {
        return certificate;
    }

    /// The same as PEM text.
    public String pem() {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(certificate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /// Writes what clients must trust as a PEM file, over what may stand there.
    public void writePem(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, pem());
    }

    /// A client's context that trusts this authority and nobody else.
    public SSLContext clientContext() {
        try {
            KeyStore trusted = emptyStore();
            trusted.setCertificateEntry("lab", certificate);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), random);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JDK cannot make a client's TLS context", e);
        }
    }

    /// What a server of these names shows.
    ///
    /// @param names host names and IP addresses
    public ServerTls server(List<String> names) {
        return new ServerTls(this, List.copyOf(names));
    }

    /// Issues a certificate for a server that is not the lab's own: a Dovecot, a Postfix.
    ///
    /// @param names host names and IP addresses
    /// @param chain where the certificate is written, and this authority's after it
    /// @param key where its private key is written; nobody else may read the file
    public void writeServerPem(List<String> names, Path chain, Path key) throws IOException {
        ServerCertificate issued = issue(names, goodUntil(now));
        StringWriter certificates = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(certificates)) {
            for (X509Certificate one : issued.chain()) {
                pem.writeObject(one);
            }
        }
        StringWriter secret = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(secret)) {
            pem.writeObject(new JcaPKCS8Generator(issued.key(), null));
        }
        Files.writeString(chain, certificates.toString());
        Files.createFile(
                key,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, secret.toString());
    }

    ServerCertificate issue(List<String> names, Instant until) {
        try {
            KeyPair server = newKeys(random);
            JcaX509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                            certificate,
                            serial(random),
                            Date.from(until.minus(VALID)),
                            Date.from(until),
                            new X500Principal("CN=" + names.getFirst()),
                            server.getPublic());
            builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            return new ServerCertificate(
                    server.getPrivate(), List.of(sign(builder, keys), certificate));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JDK cannot make a server's certificate", e);
        }
    }

    SecureRandom random() {
        return random;
    }

    Instant madeAt() {
        return now;
    }

    static Instant goodUntil(Instant now) {
        return now.plus(VALID).minus(BACKDATED);
    }

    /// A store that never becomes a file. JKS, because PKCS#12 derives a key from the password at
    /// every entry, and that costs more than all else in a handshake.
    static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        return store;
    }

    private static GeneralNames alternatives(List<String> names) {
        return new GeneralNames(
                names.stream()
                        .map(name ->
                                new GeneralName(
                                        isAddress(name)
                                                ? GeneralName.iPAddress
                                                : GeneralName.dNSName,
                                        name))
                        .toArray(GeneralName[]::new));
    }

    private static boolean isAddress(String name) {
        try {
            InetAddress.ofLiteral(name);
            return true;
        } catch (IllegalArgumentException _) { // then it is a host name
            return false;
        }
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, KeyPair by)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(by.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static KeyPair newKeys(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private static BigInteger serial(SecureRandom random) {
        return new BigInteger(127, random).setBit(126);
    }
}
