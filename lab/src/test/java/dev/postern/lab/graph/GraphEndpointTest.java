package dev.postern.lab.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.lab.RestServices;
import dev.postern.lab.RunningLab;
import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.store.MessageSource;
import dev.postern.lab.rest.RestClient;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GraphEndpointTest {

    private static final String USER = "/v1.0/users/noreply@example.cz";
    private static final String SEND = USER + "/sendMail";
    private static final String MAIL =
            """
            From: Postern <noreply@example.cz>
            To: "Novák, Jan" <razr@example.cz>,
             team: one@example.com, two@example.com;
            Bcc: hidden@example.com
            Subject: hello

            It works.
            """
                    .replace("\n", "\r\n");

    private RunningLab lab;
    private String asItWas;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        lab = new RunningLab(folder);
        lab.lab()
                .directory()
                .patch(RunningLab.APP + "/roles", "{graph: [Mail.Send, Mail.ReadWrite]}");
        asItWas = lab.lab().directory().read("").toString();
    }

    @AfterEach
    void restore() throws Exception {
        lab.lab().directory().put("", asItWas);
        lab.lab().rest().graphFaults().clear();
        lab.lab().outbox().clear();
    }

    @AfterAll
    void stop() {
        lab.close();
    }

    private static byte[] base64(String message) {
        return Base64.getMimeEncoder().encode(message.getBytes(StandardCharsets.UTF_8));
    }

    private RunningLab.Reply mime(String path, String message) throws Exception {
        return lab.send(
                RestClient.graph(lab, path, base64(message))
                        .header("Content-Type", "text/plain")
                        .build());
    }

    private RunningLab.Reply json(String path, String body) throws Exception {
        return lab.send(
                RestClient.graph(lab, path, body.getBytes(StandardCharsets.UTF_8))
                        .header("Content-Type", "application/json")
                        .build());
    }

    private static String code(RunningLab.Reply reply) {
        return reply.json().path("error").path("code").asString("");
    }

    private static String text(Outbox.Accepted taken) throws Exception {
        MessageSource source = taken.content().source().orElseThrow();
        try (InputStream in = source.open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Outbox.Accepted taken() {
        return lab.lab().outbox().messages().getLast();
    }

    @Test
    void mimeGoesToWhomItNamesAndKeepsAllButBcc() throws Exception {
        RunningLab.Reply reply = mime(SEND, MAIL);

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.response().body()).isEmpty();
        assertThat(taken().way().server()).isEqualTo(Outbox.Server.GRAPH);
        assertThat(taken().envelope().sender()).isEqualTo("noreply@example.cz");
        assertThat(taken().envelope().addresses())
                .containsExactly(
                        "razr@example.cz",
                        "one@example.com",
                        "two@example.com",
                        "hidden@example.com");
        assertThat(text(taken())).isEqualTo(MAIL.replace("Bcc: hidden@example.com\r\n", ""));
        assertThat(
                        lab.lab()
                                .mail()
                                .store()
                                .mailbox("noreply@example.cz")
                                .folder("Sent Items")
                                .orElseThrow()
                                .messages())
                .isNotEmpty();
    }

    @Test
    void jsonIsMadeAMessage() throws Exception {
        RunningLab.Reply reply =
                json(
                        SEND,
                        """
                        {"message":{"subject":"hi","body":{"contentType":"HTML","content":"<p>x</p>"},
                          "toRecipients":[{"emailAddress":{"address":"razr@example.cz","name":"Razr"}}],
                          "bccRecipients":[{"emailAddress":{"address":"hidden@example.com"}}],
                          "internetMessageHeaders":[{"name":"x-one","value":"1"}],
                          "attachments":[{"@odata.type":"#microsoft.graph.fileAttachment","name":"a.txt",
                            "contentType":"text/plain","contentBytes":"aGVsbG8="}]},
                         "saveToSentItems":false}
                        """);

        assertThat(reply.status()).isEqualTo(202);
        assertThat(taken().envelope().addresses())
                .containsExactly("razr@example.cz", "hidden@example.com");
        assertThat(text(taken()))
                .contains("x-one: 1", "From: noreply@example.cz", "filename=\"a.txt\"", "text/html")
                .doesNotContain("hidden");
    }

    @Test
    void largeAttachmentComesInRangesToADraft() throws Exception {
        byte[] file = new byte[4 * 1024 * 1024];
        Arrays.fill(file, (byte) 'x');
        String id = mime(USER + "/messages", MAIL).json().path("id").asString();
        RunningLab.Reply session =
                json(
                        USER + "/messages/" + id + "/attachments/createUploadSession",
                        "{\"AttachmentItem\":{\"attachmentType\":\"file\",\"name\":\"big\",\"size\":"
                                + file.length
                                + "}}");
        assertThat(session.status()).isEqualTo(201);
        URI upload = URI.create(session.json().path("uploadUrl").asString());
        int half = file.length / 2;

        RunningLab.Reply wrong = put(upload, file, half, file.length);
        RunningLab.Reply first = put(upload, file, 0, half);
        RunningLab.Reply last = put(upload, file, half, file.length);

        assertThat(wrong.status()).isEqualTo(416);
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().path("nextExpectedRanges").path(0).asString())
                .isEqualTo(half + "-");
        assertThat(last.status()).isEqualTo(201);
        assertThat(json(USER + "/messages/" + id + "/send", "").status()).isEqualTo(202);
        assertThat(taken().content().size()).isGreaterThan(file.length * 4L / 3);
        assertThat(text(taken())).contains("It works.", "filename=\"big\"");
        assertThat(json(USER + "/messages/" + id + "/send", "").status()).isEqualTo(404);
    }

    private RunningLab.Reply put(URI upload, byte[] file, int from, int to) throws Exception {
        return lab.send(
                HttpRequest.newBuilder(upload)
                        .header(
                                "Content-Range",
                                "bytes " + from + "-" + (to - 1) + "/" + file.length)
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(file, from, to - from))
                        .build());
    }

    @Test
    void deletedDraftIsSentNoMore() throws Exception {
        String draft =
                USER + "/messages/" + mime(USER + "/messages", MAIL).json().path("id").asString();
        int drafts = lab.lab().rest().graphDrafts();
        HttpRequest delete = RestClient.graph(lab, draft, new byte[0]).DELETE().build();

        assertThat(lab.send(delete).status()).isEqualTo(204);
        assertThat(lab.lab().rest().graphDrafts()).isEqualTo(drafts - 1);
        assertThat(lab.send(delete).status()).isEqualTo(404);
        assertThat(json(draft + "/send", "").status()).isEqualTo(404);
    }

    @Test
    void draftsNeedTheRoleToWrite() throws Exception {
        lab.lab().directory().patch(RunningLab.APP + "/roles", "{graph: [Mail.Send]}");

        assertThat(code(mime(USER + "/messages", MAIL))).isEqualTo("ErrorAccessDenied");
        assertThat(mime(SEND, MAIL).status()).isEqualTo(202);
        lab.lab().directory().patch(RunningLab.APP + "/roles", "{graph: [Mail.ReadWrite]}");
        assertThat(mime(SEND, MAIL).status()).isEqualTo(403);
    }

    @Test
    void senderNeedsSendAsForAnotherAddress() throws Exception {
        String asRazr = MAIL.replace("<noreply@example.cz>", "<razr@example.cz>");
        RunningLab.Reply denied = mime(SEND, asRazr);
        assertThat(denied.status()).isEqualTo(403);
        assertThat(code(denied)).isEqualTo("ErrorSendAsDenied");

        lab.lab().directory().patch(RunningLab.MAILBOX, "{send-as: [noreply@example.cz]}");
        assertThat(mime(SEND, asRazr).status()).isEqualTo(202);
        assertThat(taken().envelope().sender()).isEqualTo("razr@example.cz");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no base64!!! | 400 | ErrorMimeContentInvalidBase64String",
                "U3ViamVjdDogaGkNCg0KaGkNCg== | 400 | ErrorInvalidRecipients",
                "VG86IG5vYm9keQ0KDQpoaQ0K | 400 | ErrorInvalidRecipients"
            })
    void mimeThatCannotBeSentIsRefused(String body, int status, String code) throws Exception {
        RunningLab.Reply reply =
                lab.send(
                        RestClient.graph(lab, SEND, body.getBytes(StandardCharsets.US_ASCII))
                                .header("Content-Type", "text/plain")
                                .build());

        assertThat(reply.status()).isEqualTo(status);
        assertThat(code(reply)).isEqualTo(code);
    }

    @Test
    void tooLargeRequestIsRefused() throws Exception {
        RunningLab.Reply reply = mime(SEND, MAIL + "x".repeat(3_200_000));

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.json().path("error").path("message").asString()).contains("4MB");
    }

    @Test
    void unknownMailboxAndWrongTokenAreRefused() throws Exception {
        assertThat(code(mime("/v1.0/users/nobody@example.cz/sendMail", MAIL)))
                .isEqualTo("ErrorInvalidUser");
        HttpRequest forExchange =
                HttpRequest.newBuilder(URI.create(lab.lab().started().graph() + SEND))
                        .header("Authorization", "Bearer " + lab.token())
                        .POST(HttpRequest.BodyPublishers.ofByteArray(base64(MAIL)))
                        .build();
        RunningLab.Reply reply = lab.send(forExchange);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(code(reply)).isEqualTo("InvalidAuthenticationToken");
    }

    @Test
    void fifthRequestForAMailboxAtATimeIsThrottled() throws Exception {
        RestServices.plan(lab.lab().rest().graphFaults(), "delay by=1s");
        HttpRequest send =
                RestClient.graph(lab, SEND, base64(MAIL))
                        .header("Content-Type", "text/plain")
                        .build();
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        try (HttpClient client = lab.newClient()) {
            for (int i = 0; i < 6; i++) {
                all.add(client.sendAsync(send, HttpResponse.BodyHandlers.ofString()));
            }
            List<HttpResponse<String>> answers = all.stream().map(CompletableFuture::join).toList();

            assertThat(answers)
                    .filteredOn(answer -> answer.statusCode() == 429)
                    .hasSize(2)
                    .allSatisfy(answer -> {
                        assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
                        assertThat(answer.body())
                                .contains("ApplicationThrottled", "MailboxConcurrency");
                    });
        }
        assertThat(lab.lab().outbox().messages()).hasSize(4);
        assertThat(lab.lab().rest().graphRequestsMost()).isGreaterThan(GraphDoor.AT_ONCE);
    }

    @Test
    void requestsThatGotNoAnswerHoldNoPlaceOfTheMailbox() throws Exception {
        RestServices.plan(lab.lab().rest().graphFaults(), "stall times=4");
        HttpRequest.Builder send =
                RestClient.graph(lab, SEND, base64(MAIL)).header("Content-Type", "text/plain");
        HttpRequest hasty = send.copy().timeout(Duration.ofMillis(50)).build();
        try (HttpClient client = lab.newClient()) {
            for (int i = 0; i < GraphDoor.AT_ONCE; i++) {
                assertThatThrownBy(() -> client.send(hasty, HttpResponse.BodyHandlers.discarding()))
                        .isInstanceOf(HttpTimeoutException.class);
            }

            assertThat(
                            client.send(send.build(), HttpResponse.BodyHandlers.discarding())
                                    .statusCode())
                    .isEqualTo(202);
        }
    }

    @Test
    void messageMayBeSentAlthoughTheReplyIsLost() throws Exception {
        lab.control("POST", "/faults/graph", "lose-reply of=sendMail times=1");
        HttpRequest send =
                RestClient.graph(lab, SEND, base64(MAIL))
                        .header("Content-Type", "text/plain")
                        .timeout(Duration.ofSeconds(20))
                        .build();

        try (HttpClient client = lab.newClient()) {
            assertThat(client.sendAsync(send, HttpResponse.BodyHandlers.ofString()))
                    .failsWithin(Duration.ofSeconds(20));
        }

        assertThat(lab.lab().outbox().messages()).isNotEmpty();
    }

    @Test
    void okInPlaceOfAcceptedSendsNothing() throws Exception {
        lab.control("POST", "/faults/graph", "pretend status=200 times=1");

        assertThat(mime(SEND, MAIL).status()).isEqualTo(200);
        assertThat(lab.lab().outbox().messages()).isEmpty();
    }
}
