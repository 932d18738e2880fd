package dev.postern.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a fetch makes of an endpoint that is broken, slow or not the right one.
@Tag("slow")
class EntraFetcherWireTest extends EntraFetcherScene {

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
        TestKeys other = TestKeys.ec(TestKeys.host("login.example.com"), HandClock.START);
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
}
