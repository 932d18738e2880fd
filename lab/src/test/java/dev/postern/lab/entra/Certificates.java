package dev.postern.lab.entra;

import java.io.StringWriter;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A client's key and its self-signed certificate.
record Certificates(KeyPair keys, X509Certificate certificate) {

    /// Made once, because making a key takes longer than any test that needs one.
    private static final KeyPair ONE = newKeys();

    private static final KeyPair OTHER = newKeys();

    /// A certificate of the key that all these share.
    static Certificates create(Instant until) throws Exception {
        return of(ONE, until);
    }

    /// A certificate of a key that no certificate by [#create] has.
    static Certificates createOther(Instant until) throws Exception {
        return of(OTHER, until);
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static Certificates of(KeyPair keys, Instant until) throws Exception {
        X500Name name = new X500Name("CN=gateway");
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(until.minus(Duration.ofDays(365))),
                        Date.from(until),
                        name,
                        keys.getPublic());
        return new Certificates(
                keys,
                new JcaX509CertificateConverter()
                        .getCertificate(
                                builder.build(
                                        new JcaContentSignerBuilder("SHA256withRSA")
                                                .build(keys.getPrivate()))));
    }

    String pem() throws Exception {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(certificate);
        }
        return text.toString();
    }
}
