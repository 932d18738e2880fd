package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.communication.email.EmailClient;
import com.azure.communication.email.EmailClientBuilder;
import com.azure.communication.email.models.EmailAddress;
import com.azure.communication.email.models.EmailAttachment;
import com.azure.communication.email.models.EmailMessage;
import com.azure.communication.email.models.EmailSendResult;
import com.azure.communication.email.models.EmailSendStatus;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.core.util.polling.PollResponse;
import com.azure.core.util.polling.SyncPoller;
import dev.postern.lab.tls.Authority;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.queue.DeliveryState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The API over TLS, with Microsoft's own client and with a plain one.
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiServerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Authority authority;
    private OfficeStub office;
    private DeskStub desk;
    private ApiServer server;
    private volatile SSLContext certificate;

    @BeforeAll
    void certify() {
        authority = Authority.create(new SecureRandom(), InstantSource.system().instant());
    }

    @BeforeEach
    void start() throws IOException {
        stop();
        certificate = authority.server(List.of("localhost")).context();
        office = new OfficeStub();
        desk = new DeskStub(office);
        Api api =
                new Api(
                        new Api.Surroundings(
                                office,
                                office,
                                desk,
                                InstantSource.system(),
                                new Random(1),
                                "postern.example"));
        server =
                ApiServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        Optional.of(() -> Optional.of(certificate)),
                        api);
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private String base() {
        return "https://localhost:" + server.address().getPort();
    }

    private EmailClient sdk(String key) {
        return new EmailClientBuilder()
                .connectionString(
                        "endpoint=" + base() + "/" + OfficeStub.ACCOUNT + "/;accesskey=" + key)
                .httpClient(
                        new JdkHttpClientBuilder(
                                        HttpClient.newBuilder()
                                                .sslContext(authority.clientContext()))
                                .build())
                .buildClient();
    }

    private static EmailMessage hello() {
        return new EmailMessage()
                .setSenderAddress("scanner@example.cz")
                .setSubject("Žluťoučký kůň")
                .setBodyPlainText("plain")
                .setBodyHtml("<p>html</p>")
                .setToRecipients(new EmailAddress("a@example.com").setDisplayName("Anna"))
                .setBccRecipients("hidden@example.com")
                .setReplyTo(new EmailAddress("help@example.cz"))
                .setAttachments(
                        new EmailAttachment("a.txt", "text/plain", BinaryData.fromString("file")));
    }

    @Test
    void officialClientSendsAndFollowsTheOperationToItsEnd() {
        SyncPoller<EmailSendResult, EmailSendResult> poller =
                sdk(OfficeStub.KEY).beginSend(hello());
        PollResponse<EmailSendResult> first = poller.poll();
        desk.state = DeliveryState.DELIVERED;

        assertThat(first.getValue().getStatus()).isEqualTo(EmailSendStatus.RUNNING);
        assertThat(poller.waitForCompletion(PATIENCE).getValue().getStatus())
                .isEqualTo(EmailSendStatus.SUCCEEDED);
        OfficeStub.Taken taken = office.taken.getFirst();
        assertThat(taken.envelope().sender()).hasValue(AddrSpec.of("scanner@example.cz"));
        assertThat(taken.envelope().recipients())
                .extracting(one -> one.address().toString())
                .containsExactly("a@example.com", "hidden@example.com");
        assertThat(taken.text())
                .contains("Anna <a@example.com>", "multipart/mixed", "a.txt")
                .doesNotContain("hidden");
        assertThat(taken.messageId()).endsWith("@postern.example>");
        assertThat(taken.peer().tls()).hasValue("TLSv1.3");
        assertThat(taken.peer().mechanism()).isEmpty();
    }

    @Test
    void officialClientHearsOfABounce() {
        desk.state = DeliveryState.BOUNCED;

        assertThat(sdk(OfficeStub.KEY).beginSend(hello()).waitForCompletion(PATIENCE).getStatus())
                .hasToString("FAILED");
    }

    @Test
    void officialClientWithAnotherKeyIsNotLetIn() {
        EmailClient stranger = sdk(Base64.getEncoder().encodeToString(new byte[32]));

        assertThatThrownBy(() -> stranger.beginSend(hello()).poll())
                .isInstanceOfSatisfying(
                        HttpResponseException.class,
                        e -> assertThat(e.getResponse().getStatusCode()).isEqualTo(401));
        assertThat(office.taken).isEmpty();
        assertThat(office.provings).hasPositiveValue();
    }

    private HttpResponse<String> post(String path, String body, String password, String... headers)
            throws IOException, InterruptedException {
        String pair = OfficeStub.ACCOUNT + ":" + password;
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base() + path))
                        .timeout(PATIENCE)
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(
                                                        pair.getBytes(StandardCharsets.UTF_8)))
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(authority.clientContext()).build()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void rawMessageKeepsItsBytesAndTakesItsEnvelopeFromTheHeader() throws Exception {
        HttpResponse<String> answer =
                post(
                        "/messages",
                        "From: scanner@example.cz\nTo: a@example.com, B <b@example.com>\n\n.\nbody",
                        OfficeStub.PASSWORD);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).contains("\"id\":\"00000001\"");
        OfficeStub.Taken taken = office.taken.getFirst();
        assertThat(taken.text())
                .isEqualTo(
                        "From: scanner@example.cz\r\nTo: a@example.com, B <b@example.com>\r\n\r\n.\r\nbody\r\n");
        assertThat(taken.envelope().recipients()).hasSize(2);
    }

    @Test
    void envelopeOfTheQueryComesBeforeTheHeaders() throws Exception {
        post(
                "/messages?from=scanner@example.cz&to=c@example.com&to=d%2Be@example.com",
                "From: other@example.com\r\nTo: a@example.com\r\n\r\nbody\r\n",
                OfficeStub.PASSWORD);

        assertThat(office.taken.getFirst().envelope().recipients())
                .extracting(one -> one.address().toString())
                .containsExactly("c@example.com", "d+e@example.com");
    }

    @Test
    void whatTheRelayRefusesIsRefusedInItsWords() throws Exception {
        String mail = "From: scanner@example.cz\r\nTo: a@nowhere.example\r\n\r\nbody\r\n";
        HttpResponse<String> noRoute = post("/messages", mail, OfficeStub.PASSWORD);
        assertThat(noRoute.statusCode()).isEqualTo(400);
        assertThat(noRoute.body()).contains("5.4.4 there is no route");

        HttpResponse<String> sender =
                post("/messages?from=x@example.com", mail, OfficeStub.PASSWORD);
        assertThat(sender.statusCode()).isEqualTo(403);

        office.refusal = Optional.of(OfficeStub.refusal(452, "4.3.1", "no space"));
        HttpResponse<String> later = post("/messages?to=a@example.com", mail, OfficeStub.PASSWORD);
        assertThat(later.statusCode()).isEqualTo(503);
        assertThat(later.headers().firstValue("retry-after")).isPresent();
    }

    @Test
    void renewedCertificateIsShownToTheNextConnection() throws Exception {
        Authority renewed = Authority.create(new SecureRandom(), InstantSource.system().instant());
        URI place = URI.create(base() + "/nothing");
        assertThat(status(authority, place)).isEqualTo(404);

        certificate = renewed.server(List.of("localhost")).context();

        assertThat(status(renewed, place)).isEqualTo(404);
        assertThatThrownBy(() -> status(authority, place)).isInstanceOf(SSLException.class);
    }

    private static int status(Authority trusted, URI place) throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(trusted.clientContext()).build()) {
            return client.send(
                            HttpRequest.newBuilder(place).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void tooLargeMessageIsStoppedOnItsWay() throws Exception {
        HttpResponse<String> answer =
                post(
                        "/messages",
                        "From: scanner@example.cz\r\nTo: a@example.com\r\n\r\n"
                                + "x".repeat(1_200_000),
                        OfficeStub.PASSWORD);

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(office.taken).isEmpty();
    }

    @Test
    void wrongPasswordAndLockOutAreTold() throws Exception {
        HttpResponse<String> wrong = post("/messages", "From: a\r\n\r\n", "wrong");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.headers().firstValue("www-authenticate").orElse("")).contains("Basic");

        office.lockedOut = true;
        HttpResponse<String> locked = post("/messages", "From: a\r\n\r\n", OfficeStub.PASSWORD);
        assertThat(locked.statusCode()).isEqualTo(429);
        assertThat(locked.headers().firstValue("retry-after")).hasValue("300");
    }

    @Test
    void sameOperationIdTakesTheMessageOnce() throws Exception {
        String id = UUID.randomUUID().toString();
        String json =
                """
                {"senderAddress":"scanner@example.cz","content":{"subject":"s","plainText":"p"},
                 "recipients":{"to":[{"address":"a@example.com"}]},"headers":{"X-One":"1"}}
                """;
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answer =
                    post(
                            "/emails:send?api-version=2025-09-01",
                            json,
                            OfficeStub.PASSWORD,
                            "Operation-Id",
                            id);
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.body()).contains(id);
            assertThat(answer.headers().firstValue("operation-location"))
                    .hasValue(base() + "/emails/operations/" + id + "?api-version=2025-09-01");
        }

        assertThat(office.taken).hasSize(1);
        assertThat(office.taken.getFirst().text()).contains("X-One: 1");
    }

    @Test
    void jsonThatCannotBeAMessageIsRefusedWithItsPlace() throws Exception {
        HttpResponse<String> answer =
                post(
                        "/emails:send?api-version=2025-09-01",
                        "{\"senderAddress\":\"scanner@example.cz\",\"content\":{\"subject\":\"s\",\"html\":\"h\"},"
                                + "\"recipients\":{\"to\":[{\"address\":\"nobody\"}]}}",
                        OfficeStub.PASSWORD);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"target\":\"recipients.to[0].address\"");
        assertThat(
                        post("/emails:send?api-version=2025-09-01", "[1]", OfficeStub.PASSWORD)
                                .statusCode())
                .isEqualTo(422);
        assertThat(post("/elsewhere", "", OfficeStub.PASSWORD).statusCode()).isEqualTo(404);
    }
}
