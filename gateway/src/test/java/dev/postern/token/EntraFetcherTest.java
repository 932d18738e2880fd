package dev.postern.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
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
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Fetches over HTTPS from a scripted token endpoint, by msal4j and all.
class EntraFetcherTest {

    private static final String TENANT = "22222222-2222-2222-2222-222222222222";
    private static final String CLIENT = "11111111-1111-1111-1111-111111111111";
    private static final String SECRET = "s3cr3t/with+odd&chars=~ %41";
    private static final Scope SCOPE = new Scope("https://outlook.office365.com/.default");
    private static final TestKeys SERVER =
            TestKeys.rsa(TestKeys.address("127.0.0.1"), HandClock.START);
    private static final TestKeys CLIENT_KEYS =
            TestKeys.rsa(TestKeys.host("postern.example.com"), HandClock.START);

    @TempDir Path folder;

    private final HandClock clock = new HandClock();
    private final FakeEndpoint entra = FakeEndpoint.https(SERVER);
    private final HttpClients http =
            new HttpClients(new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5)), clock);
    private final EntraFetcher fetcher = new EntraFetcher(http, clock, new Random(7));

    @AfterEach
    void close() {
        http.close();
        entra.close();
    }

    private Tenant tenant(Credential credential) {
        Path trust = SERVER.writeCertificate(folder.resolve("ca.pem"));
        return new Tenant(
                "contoso",
                TENANT,
                CLIENT,
                List.of(credential),
                new Authority(entra.url(), Optional.of(trust)));
    }

    private Fetched fetch(Credential credential) throws InterruptedException {
        return fetcher.fetch(tenant(credential), credential, SCOPE);
    }

    private Fetched fetchBySecret() throws InterruptedException {
        return fetch(new Credential.ClientSecret(() -> SECRET));
    }

    private static String granted(String token) {
        return "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"ext_expires_in\":3599,\"access_token\":\"%s\"}"
                .formatted(token);
    }

    private static String refused(int code, String error, String description) {
        return """
        {"error":"%s","error_description":"AADSTS%d: %s\\r\\nTrace ID: t\\r\\nCorrelation ID: c",
         "error_codes":[%d],"timestamp":"2026-03-01 08:00:00Z","trace_id":"trace-1",
         "correlation_id":"correlation-1"}
        """
                .formatted(error, code, description, code);
    }

    private static Fetched.Token token(Fetched fetched) {
        assertThat(fetched).isInstanceOf(Fetched.Token.class);
        return (Fetched.Token) fetched;
    }

    private static Refusal denied(Fetched fetched) {
        assertThat(fetched).isInstanceOf(Fetched.Denied.class);
        return ((Fetched.Denied) fetched).refusal();
    }

    private static Fetched.Trouble trouble(Fetched fetched) {
        assertThat(fetched).isInstanceOf(Fetched.Trouble.class);
        return (Fetched.Trouble) fetched;
    }

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
    void passingFaultIsNotRepeatedByMsal4j() throws Exception {
        entra.then(503, "", "Retry-After: 120");
        Fetched.Trouble trouble = trouble(fetchBySecret());
        assertThat(trouble.reason()).contains("HTTP 503");
        assertThat(trouble.pause()).isEqualTo(Duration.ofMinutes(2));
        assertThat(entra.asked()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>Sign in to the hotel's network</html>"})
    void nonsenseIsTrouble(String body) throws Exception {
        entra.then(200, body);
        assertThat(trouble(fetchBySecret()).reason()).contains("HTTP 200", "proxy");
        assertThat(entra.asked()).hasSize(1);
    }

    @Test
    void hugeAnswerIsCutOff() throws Exception {
        entra.then(200, granted("x".repeat(HttpClients.BODY_MAX)));
        assertThat(trouble(fetchBySecret()).reason()).contains("127.0.0.1");
    }

    @Test
    void redirectIsNotFollowed() throws Exception {
        entra.then(302, "", "Location: https://evil.example.com/");
        assertThat(trouble(fetchBySecret()).reason()).contains("302");
        assertThat(entra.asked()).hasSize(1);
    }

    @Test
    void silentEndpointIsGivenUp() throws Exception {
        entra.then(_ -> hang());
        assertThat(trouble(within(Duration.ofMillis(100))).reason()).contains("100 ms");
    }

    /// A second long, so that the answer has begun by then on a busy machine too.
    @Test
    @Tag("slow")
    void endpointThatStopsInTheMiddleIsGivenUp() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        entra.then(exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            begun.countDown();
            hang();
        });
        assertThat(trouble(within(Duration.ofSeconds(1))).reason()).contains("1000 ms");
        assertThat(begun.getCount()).isZero();
    }

    /// Until the endpoint is closed.
    private static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Fetched within(Duration answer) throws InterruptedException {
        try (HttpClients hasty =
                new HttpClients(new Timeouts(Duration.ofSeconds(5), answer), clock)) {
            Credential credential = new Credential.ClientSecret(() -> SECRET);
            return new EntraFetcher(hasty, clock, new Random(7))
                    .fetch(tenant(credential), credential, SCOPE);
        }
    }

    @Test
    void certificateOfAnotherHostIsNotTrusted() throws Exception {
        TestKeys other = TestKeys.rsa(TestKeys.host("login.example.com"), HandClock.START);
        try (FakeEndpoint impostor = FakeEndpoint.https(other)) {
            impostor.then(200, granted("one"));
            assertThat(trouble(fetchFrom(impostor.url(), other)).reason()).contains("TLS failed");
            assertThat(impostor.asked()).isEmpty();
        }
    }

    @Test
    void certificateThatIsNotAmongTheTrustedIsNotTrusted() throws Exception {
        assertThat(trouble(fetchFrom(entra.url(), CLIENT_KEYS)).reason()).contains("TLS failed");
        assertThat(entra.asked()).isEmpty();
    }

    private Fetched fetchFrom(URI authority, TestKeys trusted) throws InterruptedException {
        Path trust = trusted.writeCertificate(folder.resolve("trust.pem"));
        Credential credential = new Credential.ClientSecret(() -> SECRET);
        Tenant tenant =
                new Tenant(
                        "contoso",
                        TENANT,
                        CLIENT,
                        List.of(credential),
                        new Authority(authority, Optional.of(trust)));
        return fetcher.fetch(tenant, credential, SCOPE);
    }

    @Test
    void renewedTrustIsReadAnew() throws Exception {
        assertThat(trouble(fetchFrom(entra.url(), CLIENT_KEYS)).reason()).contains("TLS failed");
        entra.then(200, granted("one"));
        token(fetchFrom(entra.url(), SERVER));
    }

    @Test
    void closedPortIsTrouble() throws Exception {
        URI gone = entra.url();
        entra.close();
        assertThat(trouble(fetchFrom(gone, SERVER)).reason()).contains("no connection");
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
