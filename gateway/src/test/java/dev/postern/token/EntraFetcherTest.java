package dev.postern.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.advice.Cause;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Fetches over HTTPS from a scripted token endpoint, by msal4j and all.
@Tag("slow")
class EntraFetcherTest extends EntraFetcherScene {

    @Test
    void secretIsSentInAClientCredentialsGrant() throws Exception {
        entra.then(200, granted("a.b.c"));
        Fetched.Token token = token(fetchBySecret());
        assertThat(token.clock()).isPresent();
        assertThat(token.token().value()).isEqualTo("a.b.c");
        assertThat(token.expires()).isEqualTo(HandClock.START.plusSeconds(3599));

        FakeEndpoint.Asked asked = entra.asked().getFirst();
        assertThat(asked.method()).isEqualTo("POST");
        assertThat(asked.uri()).hasPath("/" + TENANT + "/oauth2/v2.0/token");
        assertThat(asked.header("Content-Type")).startsWith("application/x-www-form-urlencoded");
        assertThat(asked.form())
                .containsEntry("grant_type", "client_credentials")
                .containsEntry("client_id", CLIENT)
                .containsEntry("client_secret", SECRET);
        assertThat(asked.form().get("scope").split(" ", -1)).contains(SCOPE.value());
    }

    @Test
    void rolledSecretIsReadAnew() throws Exception {
        AtomicReference<String> secret = new AtomicReference<>("old-secret");
        Credential credential = new Credential.ClientSecret(secret::get);
        entra.then(200, granted("one")).then(200, granted("two"));
        token(fetch(credential));
        secret.set("new-secret");
        token(fetch(credential));
        assertThat(entra.asked())
                .extracting(asked -> asked.form().get("client_secret"))
                .containsExactly("old-secret", "new-secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pem", "pkcs12"})
    void certificateSignsAnAssertion(String kind) throws Exception {
        entra.then(200, granted("one"));
        token(fetch(certificate(kind)));
        FakeEndpoint.Asked asked = entra.asked().getFirst();
        assertThat(asked.form())
                .doesNotContainKey("client_secret")
                .containsEntry(
                        "client_assertion_type",
                        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        verify(asked.form().get("client_assertion"));
    }

    private Credential certificate(String kind) {
        return kind.equals("pem")
                ? new Credential.PemCertificate(
                        CLIENT_KEYS.writeCertificate(folder.resolve("c.pem")),
                        CLIENT_KEYS.writeKey(folder.resolve("k.pem")))
                : new Credential.Pkcs12Certificate(
                        CLIENT_KEYS.writePkcs12(folder.resolve("c.p12"), "open"), () -> "open");
    }

    /// As Entra ID does: by the certificate it knows, and nothing of ours.
    private void verify(String assertion) throws Exception {
        String[] parts = assertion.split("\\.", -1);
        byte[] der = CLIENT_KEYS.certificate().getEncoded();
        JsonNode header = json(parts[0]);
        assertThat(header.path("alg").asString()).isEqualTo("PS256");
        assertThat(header.path("typ").asString()).isEqualTo("JWT");
        assertThat(Base64.getUrlDecoder().decode(header.path("x5t#S256").asString()))
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(der));

        JsonNode payload = json(parts[1]);
        long now = HandClock.START.getEpochSecond();
        assertThat(payload.path("aud").asString())
                .isEqualTo(entra.url() + "/" + TENANT + "/oauth2/v2.0/token");
        assertThat(payload.path("iss").asString()).isEqualTo(CLIENT);
        assertThat(payload.path("sub").asString()).isEqualTo(CLIENT);
        assertThat(payload.path("jti").asString()).hasSize(36);
        assertThat(payload.path("nbf").asLong()).isEqualTo(now);
        assertThat(payload.path("exp").asLong()).isBetween(now + 300, now + 600);

        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(
                new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        signature.initVerify(CLIENT_KEYS.certificate());
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    private static JsonNode json(String part) {
        return new JsonMapper().readTree(Base64.getUrlDecoder().decode(part));
    }

    @Test
    void assertionsAreNeverUsedTwice() throws Exception {
        entra.then(200, granted("one")).then(200, granted("two"));
        token(fetch(certificate("pem")));
        token(fetch(certificate("pem")));
        assertThat(entra.asked())
                .extracting(
                        a -> json(a.form().get("client_assertion").split("\\.", -1)[1]).path("jti"))
                .doesNotHaveDuplicates();
    }

    @Test
    void endOfACertificateIsTold() {
        Instant end = HandClock.START.plus(Duration.ofDays(365));
        assertThat(CertificateExpiry.of(certificate("pem"))).contains(end);
        assertThat(CertificateExpiry.of(certificate("pkcs12"))).contains(end);
        assertThat(CertificateExpiry.of(new Credential.ClientSecret(() -> SECRET))).isEmpty();
        assertThat(CertificateExpiry.of(new Credential.PemCertificate(folder, folder))).isEmpty();
    }

    @Test
    void expiredCertificateIsNotSent() throws Exception {
        clock.advance(Duration.ofDays(366));
        Refusal refusal = denied(fetch(certificate("pem")));
        assertThat(refusal.cause()).isEqualTo(Cause.CERTIFICATE_EXPIRED);
        assertThat(refusal.description()).contains("2027-03-01T08:00:00Z");
        assertThat(entra.asked()).isEmpty();
    }

    @Test
    void federatedTokenIsReadAnewEachTime() throws Exception {
        Path file = TestKeys.write(folder.resolve("token"), "first.jwt.x\n");
        entra.then(200, granted("one")).then(200, granted("two"));
        token(fetch(new Credential.FederatedTokenFile(file)));
        TestKeys.write(file, "second.jwt.y\n");
        token(fetch(new Credential.FederatedTokenFile(file)));
        assertThat(entra.asked())
                .extracting(asked -> asked.form().get("client_assertion"))
                .containsExactly("first.jwt.x", "second.jwt.y");
    }

    @Test
    void missingFederatedTokenIsALocalRefusal() throws Exception {
        Path file = folder.resolve("absent");
        Refusal refusal = denied(fetch(new Credential.FederatedTokenFile(file)));
        assertThat(refusal.cause()).isEqualTo(Cause.CREDENTIAL_UNREADABLE);
        assertThat(refusal.description()).contains("absent", "does not exist");
        assertThat(entra.asked()).isEmpty();
    }

    @Test
    void refusalKeepsWhatMicrosoftsSupportAsksFor() throws Exception {
        entra.then(401, refused(7000215, "invalid_client", "Invalid client secret provided."));
        Refusal refusal = denied(fetchBySecret());
        assertThat(refusal.error()).isEqualTo("invalid_client");
        assertThat(refusal.code()).isEqualTo(7000215);
        assertThat(refusal.description())
                .isEqualTo("AADSTS7000215: Invalid client secret provided.");
        assertThat(refusal.traceId()).isEqualTo("trace-1");
        assertThat(refusal.correlationId()).isEqualTo("correlation-1");
        assertThat(refusal.cause()).isEqualTo(Cause.SECRET_WRONG);
    }

    @Test
    void clockThatIsOffIsToldWithTheRefusal() throws Exception {
        // The server's own Date field has the real time, long after this test's clock.
        entra.then(401, refused(700024, "invalid_client", "not within its valid time range"));
        Refusal refusal = denied(fetch(certificate("pem")));
        assertThat(refusal.cause()).isEqualTo(Cause.ASSERTION_OUT_OF_TIME);
        assertThat(refusal.summary()).containsPattern("clock is [0-9]+ s behind");
    }

    @Test
    void unreadableSecretIsALocalRefusal() throws Exception {
        Refusal refusal =
                denied(
                        fetch(
                                new Credential.ClientSecret(() -> {
                                    throw new IllegalStateException(SECRET);
                                })));
        assertThat(refusal.cause()).isEqualTo(Cause.CREDENTIAL_UNREADABLE);
        assertThat(refusal.toString()).doesNotContain(SECRET);
    }

    @Test
    void emptySecretIsNotSent() throws Exception {
        assertThat(denied(fetch(new Credential.ClientSecret(() -> " "))).description())
                .contains("empty");
        assertThat(entra.asked()).isEmpty();
    }

    @Test
    void serverThatEchoesTheSecretDoesNotPutItIntoTheRefusal() throws Exception {
        String encoded = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
        entra.then(
                401,
                refused(
                        7000215,
                        "invalid_client",
                        "got client_secret=" + encoded + " which is " + SECRET));
        Refusal refusal = denied(fetchBySecret());
        assertThat(refusal.toString()).doesNotContain(SECRET, encoded).contains("***");
    }

    @Test
    void serverThatEchoesTheAssertionDoesNotPutItIntoTheRefusal() throws Exception {
        Path file = TestKeys.write(folder.resolve("token"), "federated.jwt.value");
        entra.then(401, refused(700211, "invalid_client", "no record for federated.jwt.value"));
        assertThat(denied(fetch(new Credential.FederatedTokenFile(file))).toString())
                .doesNotContain("federated.jwt.value");
    }
}
