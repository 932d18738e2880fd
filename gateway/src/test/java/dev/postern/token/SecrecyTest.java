package dev.postern.token;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/// Walks through what can go right and wrong with every logger wide open, and looks for the secrets
/// in all that can be seen: log, events, grants, status.
@Isolated("it listens to the log of the whole process")
@Tag("slow")
class SecrecyTest {

    private static final String SECRET = "very/secret+value==";
    private static final String TOKEN = "granted-token-that-opens-mailboxes";
    private static final String FEDERATED = "federated.token.of-another-issuer";
    private static final String PASSWORD = "password-of-the-key-file";

    /// What the endpoint says: tokens and echoes in every state of repair.
    private static final List<String> BODIES =
            List.of(
                    """
                    {"token_type":"Bearer","expires_in":3599,"access_token":"%s"}\
                    """
                            .formatted(TOKEN),
                    """
                    {"token_type":"Bearer","expires_in":"x","access_token":"%s"}\
                    """
                            .formatted(TOKEN),
                    """
                    {"access_token":"%s\
                    """
                            .formatted(TOKEN),
                    "ECHO",
                    """
                    {"error":"invalid_client","error_codes":[7000215],
                     "error_description":"AADSTS7000215: ECHO"}\
                    """,
                    """
                    {"error":"ECHO","trace_id":"ECHO","correlation_id":"ECHO"}\
                    """);

    private static final TestKeys SERVER =
            TestKeys.rsa(TestKeys.address("127.0.0.1"), HandClock.START);

    @TempDir Path folder;

    private final HandClock clock = new HandClock();
    private final RecordedEvents events = new RecordedEvents();
    private final FakeEndpoint entra = FakeEndpoint.https(SERVER);
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level usual = root.getLevel();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<String> seen = new ArrayList<>();
    private final CachedTokens tokens =
            CachedTokens.open(
                    new TokenSettings(
                            Duration.ofMinutes(5),
                            new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5)),
                            Map.of()),
                    events,
                    clock,
                    new Random(3));

    @BeforeEach
    void listen() {
        log.start();
        root.setLevel(Level.TRACE);
        root.addAppender(log);
    }

    @AfterEach
    void close() {
        root.detachAppender(log);
        root.setLevel(usual);
        tokens.close();
        entra.close();
    }

    private void ask(Credential credential) throws InterruptedException {
        Tenant tenant =
                new Tenant(
                        "contoso",
                        "22222222-2222-2222-2222-222222222222",
                        "11111111-1111-1111-1111-111111111111",
                        List.of(credential),
                        new Authority(
                                entra.url(),
                                Optional.of(SERVER.writeCertificate(folder.resolve("ca.pem")))));
        TokenRequest request =
                TokenRequest.of(tenant, new Scope("https://outlook.office365.com/.default"));
        seen.add(request.toString());
        seen.add(tokens.token(request.asFresh()).toString());
        seen.add(tokens.status().toString());
    }

    private String everythingSeen() {
        for (ILoggingEvent event : log.list) {
            seen.add(event.getLoggerName() + ": " + event.getFormattedMessage());
            IThrowableProxy thrown = event.getThrowableProxy();
            while (thrown != null) {
                seen.add(thrown.getClassName() + ": " + thrown.getMessage());
                thrown = thrown.getCause();
            }
        }
        seen.add(events.toString());
        return String.join("\n", seen);
    }

    @Test
    void secretsAreNowhereToBeSeen() throws Exception {
        Path federated = TestKeys.write(folder.resolve("token"), FEDERATED);
        Path store = SERVER.writePkcs12(folder.resolve("c.p12"), PASSWORD);
        List<Credential> credentials =
                List.of(
                        new Credential.ClientSecret(() -> SECRET),
                        new Credential.FederatedTokenFile(federated),
                        new Credential.Pkcs12Certificate(store, () -> PASSWORD));
        for (Credential credential : credentials) {
            for (String body : BODIES) {
                thenEcho(200, body);
                thenEcho(400, body);
                thenEcho(503, body);
                ask(credential);
                ask(credential);
                ask(credential);
            }
        }
        ask(new Credential.Pkcs12Certificate(store, () -> "wrong-" + PASSWORD));
        ask(
                new Credential.ClientSecret(() -> {
                    throw new IllegalStateException(SECRET);
                }));

        String everything = everythingSeen();
        assertThat(entra.asked()).hasSize(credentials.size() * BODIES.size() * 3);
        assertThat(everything)
                .contains(
                        "Granted[token=***", "AADSTS7000215", "msal4j", "Access Token was returned")
                .doesNotContain(SECRET, TOKEN, FEDERATED, PASSWORD)
                .doesNotContain(encoded(SECRET));
        for (FakeEndpoint.Asked asked : entra.asked()) {
            String assertion = asked.form().getOrDefault("client_assertion", FEDERATED);
            assertThat(everything)
                    .doesNotContain(assertion.substring(assertion.lastIndexOf('.') + 1));
        }
    }

    /// Answers with whatever was sent, decoded and encoded, in the place of `ECHO`.
    private void thenEcho(int status, String body) {
        entra.then(exchange -> {
            StringBuilder echo = new StringBuilder();
            for (String value : entra.asked().getLast().form().values()) {
                echo.append(value).append(' ').append(encoded(value)).append(' ');
            }
            byte[] bytes = body.replace("ECHO", echo).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        });
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
