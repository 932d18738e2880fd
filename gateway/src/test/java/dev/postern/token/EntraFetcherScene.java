package dev.postern.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// A scripted token endpoint over HTTPS, and the fetcher that asks it.
abstract class EntraFetcherScene {

    static final String TENANT = "22222222-2222-2222-2222-222222222222";
    static final String CLIENT = "11111111-1111-1111-1111-111111111111";
    static final String SECRET = "s3cr3t/with+odd&chars=~ %41";
    static final Scope SCOPE = new Scope("https://outlook.office365.com/.default");
    static final TestKeys SERVER = TestKeys.ec(TestKeys.address("127.0.0.1"), HandClock.START);
    static final TestKeys CLIENT_KEYS =
            TestKeys.rsa(TestKeys.host("postern.example.com"), HandClock.START);

    @TempDir Path folder;

    final HandClock clock = new HandClock();
    final FakeEndpoint entra = FakeEndpoint.https(SERVER);
    final HttpClients http =
            new HttpClients(new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5)), clock);
    final EntraFetcher fetcher = new EntraFetcher(http, clock, new Random(7));

    @AfterEach
    void close() {
        http.close();
        entra.close();
    }

    Tenant tenant(Credential credential) {
        Path trust = SERVER.writeCertificate(folder.resolve("ca.pem"));
        return new Tenant(
                "contoso",
                TENANT,
                CLIENT,
                List.of(credential),
                new Authority(entra.url(), Optional.of(trust)));
    }

    Fetched fetch(Credential credential) throws InterruptedException {
        return fetcher.fetch(tenant(credential), credential, SCOPE);
    }

    Fetched fetchBySecret() throws InterruptedException {
        return fetch(new Credential.ClientSecret(() -> SECRET));
    }

    static String granted(String token) {
        return "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"ext_expires_in\":3599,\"access_token\":\"%s\"}"
                .formatted(token);
    }

    static String refused(int code, String error, String description) {
        return """
        {"error":"%s","error_description":"AADSTS%d: %s\\r\\nTrace ID: t\\r\\nCorrelation ID: c",
         "error_codes":[%d],"timestamp":"2026-03-01 08:00:00Z","trace_id":"trace-1",
         "correlation_id":"correlation-1"}
        """
                .formatted(error, code, description, code);
    }

    static Fetched.Token token(Fetched fetched) {
        assertThat(fetched).isInstanceOf(Fetched.Token.class);
        return (Fetched.Token) fetched;
    }

    static Refusal denied(Fetched fetched) {
        assertThat(fetched).isInstanceOf(Fetched.Denied.class);
        return ((Fetched.Denied) fetched).refusal();
    }

    static Fetched.Trouble trouble(Fetched fetched) {
        assertThat(fetched).isInstanceOf(Fetched.Trouble.class);
        return (Fetched.Trouble) fetched;
    }
}
