package dev.postern.delivery.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.Corpus;
import dev.postern.delivery.MemoryOutlet;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.Parcels;
import dev.postern.delivery.SetClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("slow")
class WebhookAgentTest {

    private static final String SECRET = "between you and me";

    @TempDir private Path temporary;
    private final SetClock clock = new SetClock();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private WebhookAgent agent;

    private volatile int status = 204;
    private volatile byte[] answer = {};
    private volatile Map<String, String> answerHeaders = Map.of();
    private volatile byte[] body = {};
    private volatile Headers headers = new Headers();

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/mail",
                exchange -> {
                    try (exchange) {
                        body = exchange.getRequestBody().readAllBytes();
                        headers = exchange.getRequestHeaders();
                        answerHeaders.forEach(exchange.getResponseHeaders()::set);
                        exchange.sendResponseHeaders(
                                status, answer.length == 0 ? -1 : answer.length);
                        exchange.getResponseBody().write(answer);
                    }
                });
        server.start();
        agent = agent(WebhookSettings.Form.RAW, Duration.ofSeconds(20));
    }

    @AfterEach
    void stop() {
        agent.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private WebhookAgent agent(WebhookSettings.Form form, Duration timeout) throws Exception {
        return agent(
                new WebhookSettings(
                        URI.create(url() + "/mail?token=s3cret"),
                        form,
                        new Signing.With(SECRET),
                        Map.of("Authorization", "Bearer t0ken"),
                        timeout));
    }

    private WebhookAgent agent(WebhookSettings settings) throws NoSuchAlgorithmException {
        return new WebhookAgent(settings, SSLContext.getDefault(), clock, temporary);
    }

    static List<Corpus.Message> corpus() {
        return Corpus.messages();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void everyMessageArrivesByteForByte(Corpus.Message message) throws Exception {
        Answer given = agent.hand(Parcels.of(message.octets()));

        assertThat(given).isEqualTo(new Answer.Taken(url() + " answered 204"));
        assertThat(body).isEqualTo(message.octets());
        assertThat(headers.getFirst("Content-Type")).isEqualTo("message/rfc822");
        assertThat(headers.getFirst("Postern-Sha256"))
                .isEqualTo(MemoryOutlet.sha256(message.octets()));
    }

    @Test
    void requestNamesTheEnvelopeOfWhatWasHandedIn() throws Exception {
        agent.hand(Parcels.submitted(new byte[] {1}));

        assertThat(headers.getFirst("Postern-Envelope-From")).isEqualTo("scanner@example.cz");
        assertThat(headers.getFirst("Postern-Envelope-To"))
                .isEqualTo("petr@example.cz,%20%C5%BElu%C5%A5@example.cz");
        assertThat(headers.getFirst("Postern-Account")).isEqualTo("printer1");

        agent.hand(Parcels.report(new byte[] {1}));

        assertThat(headers.getFirst("Postern-Envelope-From")).isEmpty();
        assertThat(headers.getFirst("Postern-Report")).isEqualTo("failed");
    }

    @Test
    void requestSaysWhatIsKnownOfTheMessage() throws Exception {
        agent.hand(Parcels.of("Q0000000A", 3, new byte[] {1}));

        assertThat(headers.getFirst("Idempotency-Key")).isEqualTo("Q0000000A");
        assertThat(headers.getFirst("Postern-Message")).isEqualTo("Q0000000A");
        assertThat(headers.getFirst("Postern-Attempt")).isEqualTo("3");
        assertThat(headers.getFirst("Postern-Mailbox")).isEqualTo("razr@example.cz");
        assertThat(headers.getFirst("Postern-Folder")).isEqualTo("Doru%C4%8Den%C3%A9");
        assertThat(headers.getFirst("Postern-Uidvalidity")).isEqualTo("1234567890");
        assertThat(headers.getFirst("Postern-Uid")).isEqualTo("5");
        assertThat(headers.getFirst("Postern-Received")).isEqualTo("2026-11-21T07:59:00Z");
        assertThat(headers.getFirst("Authorization")).isEqualTo("Bearer t0ken");
    }

    @ParameterizedTest
    @CsvSource({"RAW", "JSON"})
    void receiverCanVerifyTheSignatureWithWhatItGot(WebhookSettings.Form form) throws Exception {
        agent = agent(form, Duration.ofSeconds(20));
        agent.hand(Parcels.of("Subject: x\r\n\r\nbody\r\n"));

        String time = Long.toString(clock.instant().getEpochSecond());
        String signed =
                time + "." + headers.getFirst("Idempotency-Key") + "." + MemoryOutlet.sha256(body);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
        assertThat(headers.getFirst("Postern-Signature"))
                .isEqualTo(
                        "t="
                                + time
                                + ",v1="
                                + HexFormat.of().formatHex(mac.doFinal(signed.getBytes(UTF_8))));
    }

    @ParameterizedTest
    @CsvSource({"200", "201", "202", "204", "299"})
    void successTakesTheMessage(int status) throws Exception {
        this.status = status;

        assertThat(agent.hand(Parcels.of("x"))).isInstanceOf(Answer.Taken.class);
    }

    @ParameterizedTest
    @CsvSource({
        "408, UNKNOWN",
        "425, UNKNOWN",
        "403, UNKNOWN",
        "500, UNKNOWN",
        "502, UNKNOWN",
        "504, UNKNOWN",
        "401, DESTINATION",
        "407, DESTINATION",
        "429, DESTINATION",
        "503, DESTINATION"
    })
    void passingTroubleDefers(int status, Cause cause) throws Exception {
        this.status = status;
        answerHeaders = Map.of("Retry-After", "120");

        Answer given = agent.hand(Parcels.of("x"));

        assertThat(given).isInstanceOf(Answer.NotNow.class);
        Answer.NotNow notNow = (Answer.NotNow) given;
        assertThat(notNow.cause()).isEqualTo(cause);
        assertThat(notNow.patience()).isEqualTo(Duration.ofMinutes(2));
        assertThat(notNow.reason()).startsWith(url() + " answered " + status);
    }

    @ParameterizedTest
    @CsvSource({"400", "404", "410", "413", "422"})
    void otherRefusalsAreFinalAndQuoteTheAnswerSafely(int status) throws Exception {
        this.status = status;
        answer = ("no\r\n\u001b[31m such\tticket " + "x".repeat(2_000)).getBytes(UTF_8);

        Answer given = agent.hand(Parcels.of("x"));

        assertThat(given).isInstanceOf(Answer.Refused.class);
        String words = ((Answer.Refused) given).words();
        assertThat(words).startsWith(url() + " answered " + status + ": no [31m such ticket xxx");
        assertThat(words.length()).isLessThan(600);
    }

    @Test
    void redirectIsNotFollowed() throws Exception {
        status = 302;
        answerHeaders = Map.of("Location", "http://127.0.0.1:1/elsewhere");

        Answer given = agent.hand(Parcels.of("x"));

        assertThat(given).isInstanceOf(Answer.Refused.class);
        assertThat(given.toString())
                .contains("points to http://127.0.0.1:1/elsewhere", "redirects are not followed");
    }

    @Test
    void endlessAnswerIsCut() throws Exception {
        answer = new byte[3_000_000];
        status = 200;

        assertThat(agent.hand(Parcels.of("x"))).isInstanceOf(Answer.Taken.class);
    }

    @Test
    void nobodyListeningIsTheDestinationsTrouble() throws Exception {
        String where = url();
        InetSocketAddress address = server.getAddress();
        server.stop(0);

        Answer given;
        // A port that is bound and not listened at: nobody else can come to listen there.
        try (var holder = new Socket()) {
            holder.bind(address);
            given = agent.hand(Parcels.of("x"));
        }

        assertThat(given).isInstanceOf(Answer.NotNow.class);
        assertThat(((Answer.NotNow) given).cause()).isEqualTo(Cause.DESTINATION);
        assertThat(given.toString()).contains("could not connect to " + where);
    }

    @Test
    void serverThatSaysNothingIsGivenUpInTime() throws Exception {
        var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        try (silent) {
            agent =
                    agent(
                            new WebhookSettings(
                                    URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/"),
                                    WebhookSettings.Form.RAW,
                                    new Signing.None(),
                                    Map.of(),
                                    Duration.ofMillis(50)));

            Answer given = agent.hand(Parcels.of("x"));

            assertThat(given).isInstanceOf(Answer.NotNow.class);
            assertThat(((Answer.NotNow) given).cause()).isEqualTo(Cause.UNKNOWN);
            assertThat(given.toString()).contains("did not answer within");
        }
    }

    @Test
    void tlsAgainstAPlainServerIsExplained() throws Exception {
        try (var plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Future<Void> _ = threads.submit(() -> speakPlainly(plain));
            agent =
                    agent(
                            new WebhookSettings(
                                    URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/"),
                                    WebhookSettings.Form.RAW,
                                    new Signing.None(),
                                    Map.of(),
                                    Duration.ofSeconds(20)));

            Answer given = agent.hand(Parcels.of("x"));

            assertThat(given).isInstanceOf(Answer.NotNow.class);
            // Java's client sees the nonsense, or only that the connection ended, as it happens.
            assertThat(given.toString())
                    .containsAnyOf(
                            "no safe connection to https://127.0.0.1",
                            "the connection to https://127.0.0.1");
        }
    }

    private static Void speakPlainly(ServerSocket server) throws IOException {
        try (Socket client = server.accept()) {
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
            client.getInputStream().readAllBytes();
        }
        return null;
    }

    @Test
    void messageThatCannotBeReadIsNotTaken() throws Exception {
        var parcel =
                new Parcel(
                        Parcels.of("abc").message(),
                        1,
                        _ -> {
                            throw new IOException("a page of the store is damaged");
                        });

        Answer given = agent.hand(parcel);

        assertThat(given).isInstanceOf(Answer.NotNow.class);
        assertThat(parcel.readFailure()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"Content-Length, 5", "Host, elsewhere", "X-Token, 's3cret\r\nx'", "'a b', x"})
    void headerThatCannotBeSentIsAMistakeOfTheSettings(String name, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new WebhookSettings(
                                URI.create(url()),
                                WebhookSettings.Form.RAW,
                                new Signing.None(),
                                Map.of(name, value.translateEscapes()),
                                Duration.ofSeconds(1)))
                .withMessageContaining("the header " + name + " cannot be set")
                .withNoCause()
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"));
    }

    @Test
    void secretsAreNeverShown() throws Exception {
        status = 500;
        var settings =
                new WebhookSettings(
                        URI.create(url() + "/mail?token=s3cret"),
                        WebhookSettings.Form.RAW,
                        new Signing.With(SECRET),
                        Map.of("Authorization", "Bearer t0ken"),
                        Duration.ofSeconds(1));

        assertThat(settings + " " + settings.signing() + agent.hand(Parcels.of("x")))
                .doesNotContain("s3cret", "t0ken", SECRET);
    }
}
