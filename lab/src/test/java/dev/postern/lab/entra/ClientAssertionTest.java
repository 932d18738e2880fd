package dev.postern.lab.entra;

import static dev.postern.lab.RunningLab.APP;
import static dev.postern.lab.RunningLab.CLIENT;
import static dev.postern.lab.RunningLab.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.RunningLab;
import dev.postern.lab.jwt.Jwt;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientAssertionTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private RunningLab lab;
    private Certificates registered;
    private Certificates other;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        lab = new RunningLab(folder);
        registered = Certificates.create(Instant.now().plus(Duration.ofDays(30)));
        other = Certificates.createOther(Instant.now().plus(Duration.ofDays(30)));
    }

    @BeforeEach
    void register() throws Exception {
        register(registered);
    }

    @AfterEach
    void restoreClock() {
        lab.lab().clock().shiftTo(Duration.ZERO);
    }

    @AfterAll
    void stop() {
        lab.close();
    }

    @ParameterizedTest
    @CsvSource({
        "PS256, x5t#S256, SHA-256",
        "RS256, x5t, SHA-1",
        "RS256, x5t#S256, SHA-256",
        "PS256, x5t, SHA-1"
    })
    void assertionOfARegisteredCertificateGetsAToken(
            String algorithm, String thumbprint, String digest) throws Exception {
        RunningLab.Reply reply =
                lab.token(
                        TENANT,
                        form(
                                new Assertion(registered, algorithm, thumbprint, digest)
                                        .sign(claims())));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(Jwt.read(reply.token()).orElseThrow().text("appidacr")).isEqualTo("2");
    }

    @Test
    void thumbprintMayBeInEitherAlphabetOfBase64() throws Exception {
        Certificates certificate = certificateWithSlashOrPlusInItsThumbprint();
        register(certificate);
        Assertion rightly = rightly(certificate);
        String url = encode(thumbprint(certificate, "SHA-256"));
        String plain = Base64.getEncoder().encodeToString(thumbprint(certificate, "SHA-256"));

        String header = text(rightly.header()).replace(url, plain);

        assertThat(lab.token(TENANT, form(rightly.sign(encode(header), claims()))).status())
                .isEqualTo(200);
    }

    private static Certificates certificateWithSlashOrPlusInItsThumbprint() throws Exception {
        Certificates certificate = Certificates.create(Instant.now().plus(Duration.ofDays(30)));
        for (int days = 31;
                !encode(thumbprint(certificate, "SHA-256")).matches(".*[-_].*");
                days++) {
            certificate =
                    Certificates.of(certificate.keys(), Instant.now().plus(Duration.ofDays(days)));
        }
        return certificate;
    }

    record Wrong(int code, int status, UnaryOperator<ObjectNode> claims) {

        @Override
        public String toString() {
            return Integer.toString(code);
        }
    }

    static Stream<Wrong> wrongs() {
        long now = Instant.now().getEpochSecond();
        return Stream.of(
                new Wrong(
                        700021,
                        401,
                        claims -> claims.put("iss", "99999999-9999-9999-9999-999999999999")),
                new Wrong(
                        700021,
                        401,
                        claims -> claims.put("sub", "99999999-9999-9999-9999-999999999999")),
                new Wrong(
                        700023,
                        401,
                        claims ->
                                claims.put("aud", "https://login.example.com/" + TENANT + "/v2.0")),
                new Wrong(700024, 401, claims -> claims.put("exp", now - 600)),
                new Wrong(
                        700024, 401, claims -> claims.put("nbf", now + 600).put("exp", now + 1200)),
                new Wrong(700024, 401, claims -> claims.putNull("exp")));
    }

    @ParameterizedTest
    @MethodSource("wrongs")
    void wrongClaimIsSaidByNumber(Wrong wrong) throws Exception {
        String assertion = rightly(registered).sign(wrong.claims().apply(claims()));

        RunningLab.Reply reply = lab.token(TENANT, form(assertion));

        assertThat(reply.code()).isEqualTo(wrong.code());
        assertThat(reply.status()).isEqualTo(wrong.status());
    }

    @Test
    void certificateThatIsNotRegisteredIsRefusedWithItsThumbprint() throws Exception {
        RunningLab.Reply reply = lab.token(TENANT, form(rightly(other).sign(claims())));

        assertThat(reply.code()).isEqualTo(700027);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.json().path("error_description").asString())
                .contains("The key was not found.")
                .contains(HexFormat.of().withUpperCase().formatHex(thumbprint(other, "SHA-256")));
    }

    @Test
    void signatureOfAnotherKeyUnderARegisteredThumbprintIsRefused() throws Exception {
        Certificates mixed = new Certificates(other.keys(), registered.certificate());

        RunningLab.Reply reply = lab.token(TENANT, form(rightly(mixed).sign(claims())));

        assertThat(reply.code()).isEqualTo(700027);
        assertThat(reply.json().path("error_description").asString())
                .contains("signature validation failed");
    }

    @Test
    void algorithmThatIsNotTheSignaturesIsRefused() throws Exception {
        String right = new Assertion(registered, "PS256", "x5t#S256", "SHA-256").sign(claims());
        String pretended =
                new Assertion(registered, "RS256", "x5t#S256", "SHA-256").header()
                        + right.substring(right.indexOf('.'));

        assertThat(lab.token(TENANT, form(pretended)).code()).isEqualTo(700027);
    }

    @Test
    void expiredCertificateIsRefused() throws Exception {
        Certificates expired = Certificates.create(Instant.now().minus(Duration.ofDays(1)));
        register(expired);

        RunningLab.Reply reply = lab.token(TENANT, form(rightly(expired).sign(claims())));

        assertThat(reply.code()).isEqualTo(700027);
        assertThat(reply.json().path("error_description").asString()).contains("expired");
    }

    @ParameterizedTest
    @CsvSource({"abc", "a.b.c", "e30.e30", "e30.W10.e30"})
    void whatIsNoTokenIsMalformed(String assertion) throws Exception {
        assertThat(lab.token(TENANT, form(assertion)).code()).isEqualTo(50027);
    }

    @Test
    void assertionWithoutItsTypeIsRefused() throws Exception {
        Map<String, String> form = form(rightly(registered).sign(claims()));
        form.remove("client_assertion_type");

        assertThat(lab.token(TENANT, form).code()).isEqualTo(900144);
    }

    @Test
    void unsignedAssertionIsRefused() throws Exception {
        String header = new Assertion(registered, "none", "x5t#S256", "SHA-256").header();

        assertThat(lab.token(TENANT, form(header + "." + encode(claims().toString()) + ".")).code())
                .isEqualTo(700027);
    }

    private void register(Certificates certificate) throws Exception {
        lab.lab()
                .directory()
                .put(
                        APP + "/credentials/certificates/main",
                        JSON.writeValueAsString(Map.of("pem", certificate.pem())));
    }

    private ObjectNode claims() {
        long now = Instant.now().getEpochSecond();
        return JSON.createObjectNode()
                .put("aud", lab.tokenEndpoint(TENANT).toString())
                .put("iss", CLIENT)
                .put("sub", CLIENT)
                .put("jti", "6bf9a5c1-5b0e-4d57-8a75-9ac3a2d3c0a1")
                .put("nbf", now)
                .put("iat", now)
                .put("exp", now + 600);
    }

    private static Map<String, String> form(String assertion) {
        Map<String, String> form = RunningLab.rightForm();
        form.remove("client_secret");
        form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        form.put("client_assertion", assertion);
        return form;
    }

    private static Assertion rightly(Certificates by) {
        return new Assertion(by, "PS256", "x5t#S256", "SHA-256");
    }

    /// Signs as a client does, with nothing of the lab's own code.
    private record Assertion(
            Certificates by, String algorithm, String thumbprintName, String digest) {

        String header() throws Exception {
            return encode(
                    JSON.createObjectNode()
                            .put("alg", algorithm)
                            .put("typ", "JWT")
                            .put(thumbprintName, encode(thumbprint(by, digest)))
                            .toString());
        }

        String sign(ObjectNode claims) throws Exception {
            return sign(header(), claims);
        }

        String sign(String header, ObjectNode claims) throws Exception {
            Signature signature =
                    Signature.getInstance(
                            algorithm.equals("PS256") ? "RSASSA-PSS" : "SHA256withRSA");
            if (algorithm.equals("PS256")) {
                signature.setParameter(
                        new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            String signed = header + "." + encode(claims.toString());
            signature.initSign(by.keys().getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encode(signature.sign());
        }
    }

    private static byte[] thumbprint(Certificates certificate, String digest) throws Exception {
        return MessageDigest.getInstance(digest).digest(certificate.certificate().getEncoded());
    }

    private static String text(String encoded) {
        return new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
