package dev.postern.lab.acs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.RestServices;
import dev.postern.lab.RunningLab;
import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.store.MessageSource;
import dev.postern.lab.rest.RestClient;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
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

@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AcsEndpointTest {

    private static final String SEND = "/emails:send?api-version=2025-09-01";
    private static final String ACS = "/tenants/example/acs/postern";
    private static final String HELLO =
            """
            {"senderAddress":"noreply@example.cz",
             "content":{"subject":"Žluťoučký","plainText":"text","html":"<img src='cid:logo'>"},
             "recipients":{"to":[{"address":"razr@example.cz","displayName":"Rázr"}],
                           "cc":[{"address":"cc@example.com"}],"bcc":[{"address":"bcc@example.com"}]},
             "replyTo":[{"address":"help@example.cz","displayName":"Help"}],
             "headers":{"X-Custom":"value"},
             "attachments":[{"name":"a.txt","contentType":"text/plain","contentInBase64":"aGVsbG8="},
                            {"name":"logo.png","contentType":"image/png","contentInBase64":"AAEC","contentId":"logo"}]}
            """;

    private RunningLab lab;
    private String asItWas;

    @BeforeAll
    void start(@TempDir Path folder) {
        lab = new RunningLab(folder);
        asItWas = lab.lab().directory().read("").toString();
    }

    /// Every test begins with an empty quota: the window of an hour has passed.
    @BeforeEach
    void passAnHour() {
        lab.lab().clock().advance(Duration.ofMinutes(61));
    }

    @AfterEach
    void restore() throws Exception {
        lab.lab().directory().put("", asItWas);
        lab.lab().rest().acsFaults().clear();
        lab.lab().rest().acsOperations().follow(Operations.Course.USUAL);
        lab.lab().outbox().clear();
    }

    @AfterAll
    void stop() {
        lab.close();
    }

    private HttpRequest.Builder signed(String method, String path, String body) {
        return RestClient.signed(lab, method, path, body, lab.lab().clock().instant());
    }

    private RunningLab.Reply send(String body) throws Exception {
        return lab.send(signed("POST", SEND, body).build());
    }

    private RunningLab.Reply ask(String id) throws Exception {
        return lab.send(
                signed("GET", "/emails/operations/" + id + "?api-version=2025-09-01", "").build());
    }

    private static String code(RunningLab.Reply reply) {
        return reply.json().path("error").path("code").asString("");
    }

    @Test
    void signedMessageIsTakenAndArrivesWithoutBcc() throws Exception {
        RunningLab.Reply reply = send(HELLO);

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json().path("status").asString()).isEqualTo("Running");
        String id = reply.json().path("id").asString();
        assertThat(reply.response().headers().firstValue("operation-location"))
                .hasValue(
                        lab.lab().started().acs()
                                + "/emails/operations/"
                                + id
                                + "?api-version=2025-09-01");
        assertThat(reply.response().headers().firstValue("retry-after")).hasValue("1");
        Outbox.Accepted taken = lab.lab().outbox().messages().getLast();
        assertThat(taken.way().server()).isEqualTo(Outbox.Server.ACS);
        assertThat(taken.envelope().sender()).isEqualTo("noreply@example.cz");
        assertThat(taken.envelope().addresses())
                .containsExactly("razr@example.cz", "cc@example.com", "bcc@example.com");
        assertThat(text(taken))
                .contains(
                        "From: \"Example\" <noreply@example.cz>",
                        "Subject: =?UTF-8?B?",
                        "Reply-To: \"Help\" <help@example.cz>",
                        "X-Custom: value",
                        "multipart/related",
                        "Content-ID: <logo>",
                        "filename=\"a.txt\"")
                .doesNotContain("bcc@example.com");
    }

    private static String text(Outbox.Accepted taken) throws Exception {
        MessageSource source = taken.content().source().orElseThrow();
        try (InputStream in = source.open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void operationRunsAsOftenAsItsCourseSaysAndSucceeds() throws Exception {
        lab.control("PUT", "/acs-operations", "{polls: 2, retry-after: 7s}");
        String id = send(HELLO).json().path("id").asString();

        RunningLab.Reply first = ask(id);
        assertThat(first.json().path("status").asString()).isEqualTo("Running");
        assertThat(first.response().headers().firstValue("retry-after")).hasValue("7");
        assertThat(ask(id).json().path("status").asString()).isEqualTo("Running");
        RunningLab.Reply last = ask(id);
        assertThat(last.json().path("status").asString()).isEqualTo("Succeeded");
        assertThat(last.response().headers().firstValue("retry-after")).isEmpty();
    }

    @Test
    void operationThatIsToFailDeliversNothing() throws Exception {
        lab.control(
                "PUT",
                "/acs-operations",
                "{polls: 0, ending: failed, code: EmailDroppedAllRecipientsSuppressed}");
        String id = send(HELLO).json().path("id").asString();

        RunningLab.Reply reply = ask(id);

        assertThat(reply.json().path("status").asString()).isEqualTo("Failed");
        assertThat(code(reply)).isEqualTo("EmailDroppedAllRecipientsSuppressed");
        assertThat(lab.lab().outbox().messages()).isEmpty();
    }

    @Test
    void sameOperationIdSendsOnce() throws Exception {
        String id = UUID.randomUUID().toString();
        for (int i = 0; i < 2; i++) {
            RunningLab.Reply reply =
                    lab.send(signed("POST", SEND, HELLO).header("Operation-Id", id).build());
            assertThat(reply.status()).isEqualTo(202);
            assertThat(reply.json().path("id").asString()).isEqualTo(id);
        }

        assertThat(lab.lab().outbox().messages()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "noreply@example.cz | noreply@elsewhere.example | 404 | DomainNotLinked",
                "noreply@example.cz | nobody@example.cz         | 400 | InvalidSenderUserName",
                "noreply@example.cz | no address                | 400 | InvalidEmailAddress",
                "razr@example.cz    | @example.cz               | 400 | InvalidEmailAddress",
                "\"Žluťoučký\"      | 7                         | 400 | BadRequest",
                "X-Custom           | Subject                   | 400 | BadRequest",
                "X-Custom           | X Custom                  | 400 | BadRequest",
                "aGVsbG8=           | hello there               | 400 | BadRequest",
                "\"text/plain\"     | \"text\"                  | 400 | BadRequest",
                "\"a.txt\"          | \"\"                      | 400 | BadRequest",
                "{\"senderAddress\" | [\"senderAddress\"        | 422 | UnprocessableEntity",
            })
    void whatIsWrongIsRefusedWithItsCode(String right, String wrong, int status, String code)
            throws Exception {
        RunningLab.Reply reply = send(HELLO.replace(right, wrong));

        assertThat(reply.status()).isEqualTo(status);
        assertThat(code(reply)).isEqualTo(code);
        assertThat(reply.response().headers().firstValue("x-ms-error-code")).hasValue(code);
        assertThat(lab.lab().outbox().messages()).isEmpty();
    }

    @Test
    void olderInterfaceKnowsNoInlineAttachments() throws Exception {
        assertThat(
                        lab.send(
                                        signed("POST", "/emails:send?api-version=2023-03-31", HELLO)
                                                .build())
                                .status())
                .isEqualTo(202);

        assertThat(text(lab.lab().outbox().messages().getLast())).doesNotContain("Content-ID");
    }

    @Test
    void quotaOfAMinuteIsAnsweredWithTheTimeToWait() throws Exception {
        lab.lab().directory().patch(ACS + "/quota", "{send-per-minute: 2}");
        send(HELLO);
        lab.lab().clock().advance(Duration.ofSeconds(20));
        send(HELLO);

        RunningLab.Reply reply = send(HELLO);

        assertThat(reply.status()).isEqualTo(429);
        assertThat(code(reply)).isEqualTo("TooManyRequests");
        int wait =
                Integer.parseInt(
                        reply.response().headers().firstValue("retry-after").orElseThrow());
        assertThat(wait).isBetween(35, 40);
        lab.lab().clock().advance(Duration.ofSeconds(41));
        assertThat(send(HELLO).status()).isEqualTo(202);
    }

    @Test
    void domainOfAzuresOwnHasTheSmallerQuota() throws Exception {
        lab.lab().directory().patch(ACS + "/domains/example.cz", "{management: azure}");
        for (int i = 0; i < 5; i++) {
            assertThat(send(HELLO).status()).isEqualTo(202);
        }

        assertThat(send(HELLO).status()).isEqualTo(429);
    }

    @Test
    void tooLargeRequestsAndTooManyRecipientsAreRefused() throws Exception {
        lab.lab().directory().patch(ACS + "/quota", "{recipients: 2}");
        assertThat(send(HELLO).status()).isEqualTo(400);
        lab.lab().directory().patch(ACS + "/quota", "{octets: 100}");

        assertThat(send(HELLO).status()).isEqualTo(413);
    }

    @Test
    void requestWithoutSignatureOrWithAWrongOneIsNotLetIn() throws Exception {
        HttpRequest none = RestClient.unsigned(lab, "POST", SEND, HELLO).build();
        HttpRequest old =
                RestClient.signed(
                                lab,
                                "POST",
                                SEND,
                                HELLO,
                                lab.lab().clock().instant().minus(Duration.ofMinutes(6)))
                        .build();
        lab.lab().directory().patch(ACS, "{access-keys: {primary: AAAA, secondary: null}}");

        assertThat(lab.send(none).status()).isEqualTo(401);
        assertThat(code(lab.send(old))).isEqualTo("Denied");
        assertThat(send(HELLO).status()).isEqualTo(401);
    }

    @Test
    void tokenOfAnOwnerIsAsGoodAsAKey() throws Exception {
        assertThat(lab.send(withToken("https://communication.azure.com")).status()).isEqualTo(202);
        assertThat(lab.send(withToken("https://graph.microsoft.com")).status()).isEqualTo(401);
        lab.lab().directory().patch(ACS, "{owners: []}");

        RunningLab.Reply noRole = lab.send(withToken("https://communication.azure.com"));
        assertThat(noRole.status()).isEqualTo(403);
        assertThat(code(noRole)).isEqualTo("Forbidden");
    }

    private HttpRequest withToken(String scope) throws Exception {
        return RestClient.unsigned(lab, "POST", SEND, HELLO)
                .header("Authorization", "Bearer " + RestClient.token(lab, scope))
                .build();
    }

    @Test
    void unknownVersionPathMethodAndOperationAreRefused() throws Exception {
        assertThat(
                        code(
                                lab.send(
                                        signed("POST", "/emails:send?api-version=2019-01-01", HELLO)
                                                .build())))
                .isEqualTo("UnsupportedApiVersion");
        assertThat(lab.send(signed("GET", SEND, "").build()).status()).isEqualTo(405);
        assertThat(lab.send(signed("GET", "/elsewhere", "").build()).status()).isEqualTo(404);
        assertThat(ask(UUID.randomUUID().toString()).status()).isEqualTo(404);
    }

    @Test
    void faultsStrikeTheOperationTheyAreFor() throws Exception {
        RestServices.plan(
                lab.lab().rest().acsFaults(), "unavailable retry-after=9s of=status times=1");
        String id = send(HELLO).json().path("id").asString();
        RunningLab.Reply struck = ask(id);

        assertThat(struck.status()).isEqualTo(503);
        assertThat(struck.response().headers().firstValue("retry-after")).hasValue("9");
        assertThat(ask(id).status()).isEqualTo(200);
    }

    @Test
    void controlListsWhatItWasTold() throws Exception {
        for (String line :
                new String[] {
                    "throttle retry-after=30s times=2",
                    "unavailable status=500",
                    "error status=403 code=Forbidden message=No",
                    "pretend status=200",
                    "delay by=2s",
                    "stall",
                    "drop of=send",
                    "lose-reply",
                    "truncate",
                    "html status=502"
                }) {
            RunningLab.Reply planned = lab.control("POST", "/faults/acs", line);
            assertThat(planned.status()).as(line).isEqualTo(200);
            assertThat(planned.json().path(planned.json().size() - 1).path("fault").asString())
                    .isEqualTo(line.split(" ", 2)[0].toLowerCase(Locale.ROOT));
        }
        assertThat(lab.control("POST", "/faults/acs", "nonsense").status()).isEqualTo(400);
        assertThat(lab.control("DELETE", "/faults/acs", "").json()).isEmpty();
    }
}
