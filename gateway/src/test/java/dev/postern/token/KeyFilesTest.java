package dev.postern.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.Security;
import java.security.interfaces.RSAKey;
import java.util.function.Supplier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class KeyFilesTest {

    private static final GeneralName NAME = TestKeys.host("postern.example.com");
    private static final TestKeys KEYS = TestKeys.rsa(NAME, HandClock.START);
    private static final TestKeys OTHERS = TestKeys.otherRsa(NAME, HandClock.START);
    private static final String PASSPHRASE = "open sesame";

    @TempDir Path folder;

    private Path certificate() {
        return KEYS.writeCertificate(folder.resolve("c.pem"));
    }

    private Path key(String pem) {
        return TestKeys.write(folder.resolve("k.pem"), pem);
    }

    private void opens(Path certificate, Path key, Supplier<String> passphrase) throws Exception {
        KeyFiles.KeyPair pair =
                KeyFiles.read(new Credential.PemCertificate(certificate, key, passphrase));
        assertThat(pair.key().getModulus()).isEqualTo(((RSAKey) KEYS.key()).getModulus());
        assertThat(pair.certificate()).isEqualTo(KEYS.certificate());
    }

    private void fails(Path certificate, Path key, String... words) {
        assertThatThrownBy(() ->
                        KeyFiles.read(
                                new Credential.PemCertificate(certificate, key, () -> "wrong")))
                .isInstanceOf(CredentialException.class)
                .hasMessageContainingAll(words)
                .hasNoCause();
    }

    private static PrivateKeyInfo info() {
        return PrivateKeyInfo.getInstance(KEYS.key().getEncoded());
    }

    private static String pkcs1() throws Exception {
        byte[] der = RSAPrivateKey.getInstance(info().parsePrivateKey()).getEncoded();
        return TestKeys.pem(new PemObject("RSA PRIVATE KEY", der));
    }

    private static String encryptedPkcs8() throws Exception {
        return TestKeys.pem(
                new JcaPKCS8Generator(
                        KEYS.key(),
                        new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                                .setProvider(new BouncyCastleProvider())
                                .setPassword(PASSPHRASE.toCharArray())
                                .setRandom(new SecureRandom())
                                .build()));
    }

    private static String encryptedPkcs1() throws Exception {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(
                    KEYS.key(),
                    new JcePEMEncryptorBuilder("AES-256-CBC")
                            .setProvider(new BouncyCastleProvider())
                            .build(PASSPHRASE.toCharArray()));
        }
        return text.toString();
    }

    @Test
    void pkcs8KeyIsRead() throws Exception {
        opens(certificate(), key(TestKeys.pem(info())), () -> "");
    }

    @Test
    void pkcs1KeyIsRead() throws Exception {
        opens(certificate(), key(pkcs1()), () -> "");
    }

    @Test
    void encryptedPkcs8KeyIsRead() throws Exception {
        assertThat(encryptedPkcs8()).contains("ENCRYPTED PRIVATE KEY");
        opens(certificate(), key(encryptedPkcs8()), () -> PASSPHRASE);
    }

    @Test
    void encryptedPkcs1KeyIsRead() throws Exception {
        assertThat(encryptedPkcs1()).contains("Proc-Type: 4,ENCRYPTED");
        opens(certificate(), key(encryptedPkcs1()), () -> PASSPHRASE);
    }

    @Test
    void keyAndCertificateMayShareAFile() throws Exception {
        Path both =
                TestKeys.write(
                        folder.resolve("both.pem"),
                        "Subject: CN=Postern\n"
                                + TestKeys.pem(KEYS.certificate())
                                + TestKeys.pem(info()));
        opens(both, both, () -> "");
    }

    @Test
    void certificateOfTheKeyIsFoundInAChainOfAnyOrder() throws Exception {
        Path chain =
                TestKeys.write(
                        folder.resolve("chain.pem"),
                        TestKeys.pem(OTHERS.certificate()) + TestKeys.pem(KEYS.certificate()));
        opens(chain, key(TestKeys.pem(info())), () -> "");
    }

    @Test
    void passphraseOfAPlainKeyIsNotAskedFor() throws Exception {
        opens(
                certificate(),
                key(TestKeys.pem(info())),
                () -> {
                    throw new IllegalStateException("asked");
                });
    }

    @Test
    void passphraseThatCannotBeReadIsTold() {
        assertThatThrownBy(() ->
                        opens(
                                certificate(),
                                key(encryptedPkcs8()),
                                () -> {
                                    throw new IllegalStateException("hush");
                                }))
                .isInstanceOf(CredentialException.class)
                .message()
                .contains("passphrase", "IllegalStateException")
                .doesNotContain("hush");
    }

    @Test
    void wrongPassphraseIsToldAsSuch() throws Exception {
        fails(certificate(), key(encryptedPkcs8()), "k.pem", "passphrase");
        fails(certificate(), key(encryptedPkcs1()), "k.pem", "passphrase");
    }

    @Test
    void keyOfAnotherCertificateIsRefused() {
        fails(
                OTHERS.writeCertificate(folder.resolve("o.pem")),
                KEYS.writeKey(folder.resolve("k.pem")),
                "o.pem",
                "does not belong");
    }

    @Test
    void ellipticKeyIsRefused() {
        TestKeys elliptic = TestKeys.ec(NAME, HandClock.START);
        fails(
                elliptic.writeCertificate(folder.resolve("c.pem")),
                elliptic.writeKey(folder.resolve("k.pem")),
                "not RSA",
                "Entra ID");
    }

    @Test
    void fileWithoutWhatIsSoughtIsNamed() {
        Path empty = TestKeys.write(folder.resolve("empty.pem"), "nothing here");
        fails(certificate(), empty, "empty.pem", "no PEM private key");
        fails(empty, KEYS.writeKey(folder.resolve("k.pem")), "empty.pem", "no PEM certificate");
        fails(certificate(), folder.resolve("absent.pem"), "absent.pem", "does not exist");
    }

    @Test
    void brokenPemIsToldWithoutQuotingIt() {
        String broken =
                "-----BEGIN PRIVATE KEY-----\nc2VjcmV0IG1hdGVyaWFs\n-----END PRIVATE KEY-----\n";
        assertThatThrownBy(() ->
                        KeyFiles.read(new Credential.PemCertificate(certificate(), key(broken))))
                .isInstanceOf(CredentialException.class)
                .message()
                .contains("k.pem")
                .doesNotContain("c2VjcmV0", "secret material");
        fails(certificate(), key("-----BEGIN PRIVATE KEY-----\n????\n"), "k.pem");
    }

    @Test
    void hugeFileIsNotRead() {
        Path huge = TestKeys.write(folder.resolve("huge.pem"), "x".repeat(SmallFile.SIZE_MAX + 1));
        fails(certificate(), huge, "huge.pem", "65536");
    }

    @Test
    void folderInPlaceOfAFileIsTold() {
        fails(certificate(), folder, "cannot be read");
    }

    @Test
    void pkcs12WithAWrongPasswordIsTold() {
        Path file = KEYS.writePkcs12(folder.resolve("c.p12"), "right");
        assertThatThrownBy(
                        () -> KeyFiles.read(new Credential.Pkcs12Certificate(file, () -> "wrong")))
                .isInstanceOf(CredentialException.class)
                .hasMessageContainingAll("c.p12", "password")
                .hasNoCause();
    }

    @Test
    void pkcs12IsRead() throws Exception {
        Path file = KEYS.writePkcs12(folder.resolve("c.p12"), "right");
        assertThat(
                        KeyFiles.read(new Credential.Pkcs12Certificate(file, () -> "right"))
                                .certificate())
                .isEqualTo(KEYS.certificate());
    }

    @Test
    void bouncyCastleIsNotRegisteredWithTheJvm() throws Exception {
        opens(certificate(), key(encryptedPkcs8()), () -> PASSPHRASE);
        assertThat(Security.getProvider("BC")).isNull();
    }
}
