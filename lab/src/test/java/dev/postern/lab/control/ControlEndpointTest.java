package dev.postern.lab.control;

import static dev.postern.lab.RunningLab.APP;
import static dev.postern.lab.RunningLab.MAILBOX;
import static dev.postern.lab.RunningLab.TENANT;
import static dev.postern.lab.RunningLab.rightForm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.Lab;
import dev.postern.lab.RunningLab;
import dev.postern.lab.jwt.Jwt;
import dev.postern.lab.mail.store.MessageSource;
import dev.postern.lab.tls.Shown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlEndpointTest {

    private static final String MESSAGES = "/mailboxes/razr@example.cz/messages";

    private RunningLab running;
    private Lab lab;
    private String asItWas;

    @BeforeAll
    void start(@TempDir Path folder) {
        running = new RunningLab(folder);
        lab = running.lab();
        asItWas = lab.directory().read("").toString();
    }

    @AfterEach
    void restore() throws Exception {
        lab.directory().put("", asItWas);
        lab.entra().faults().clear();
        lab.mail().faults().clear();
        lab.clock().shiftTo(Duration.ZERO);
        lab.tls().entra().show(Shown.GOOD);
        running.control("DELETE", MESSAGES, "");
    }

    @AfterAll
    void stop() {
        running.close();
    }

    @Test
    void rootSaysWhereEverythingIs() throws Exception {
        RunningLab.Reply reply = running.control("GET", "/", "");

        assertThat(reply.json().path("authority").asString()).isEqualTo(lab.started().authority());
        assertThat(reply.json().path("imap").asString()).matches("localhost:\\d+");
        assertThat(Path.of(reply.json().path("ca-file").asString())).exists();
    }

    @Test
    void worldIsShownInFullAndCanBePutBack() throws Exception {
        RunningLab.Reply shown = running.control("GET", "/world", "");
        assertThat(
                        shown.json()
                                .at("/tenants/example/apps/gateway/credentials/secrets/main/value")
                                .asString())
                .isEqualTo("lab-secret");

        RunningLab.Reply put = running.control("PUT", "/world", shown.json().toString());

        assertThat(put.status()).isEqualTo(200);
        assertThat(put.json()).isEqualTo(shown.json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"imap\": false}", "imap: false", "{imap: false}"})
    void patchChangesOneSwitch(String body) throws Exception {
        RunningLab.Reply reply = running.control("PATCH", "/world" + MAILBOX, body);

        assertThat(reply.json().path("imap").asBoolean()).isFalse();
        assertThat(reply.json().path("pop3").asBoolean()).isTrue();
        assertThat(lab.directory().read(MAILBOX + "/imap").asBoolean()).isFalse();
    }

    @Test
    void deletedPartIsGone() throws Exception {
        assertThat(running.control("DELETE", "/world" + MAILBOX, "").status()).isEqualTo(204);
        assertThat(running.control("DELETE", "/world" + MAILBOX, "").status()).isEqualTo(404);
        assertThat(running.control("GET", "/world" + MAILBOX, "").status()).isEqualTo(404);
    }

    @Test
    void deletedSwitchIsSetBackToItsDefault() throws Exception {
        running.control("PATCH", "/world" + MAILBOX, "imap: false");

        RunningLab.Reply reply = running.control("DELETE", "/world" + MAILBOX + "/imap", "");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().asBoolean()).isTrue();
    }

    @Test
    void mistakeIsRefusedWithItsPlace() throws Exception {
        RunningLab.Reply reply = running.control("PATCH", "/world" + MAILBOX, "{imapp: false}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("problems").path(0).asString())
                .contains(MAILBOX + "/imapp: no such key; here may stand: full-access, imap,");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "throttle retry-after=30s times=2|429",
                "{\"fault\": \"throttle\", \"retry-after\": \"30s\", \"times\": 2}|429",
                "fault: unavailable|503",
                "unavailable status=500|500",
                "error code=53003|400",
                "html status=502|502"
            })
    void faultOfTheTokenEndpointIsPlanned(String fault, int status) throws Exception {
        RunningLab.Reply planned = running.control("POST", "/faults/entra", fault);
        assertThat(planned.status()).isEqualTo(200);
        assertThat(planned.json().size()).isEqualTo(1);

        assertThat(statusOfATokenRequest()).isEqualTo(status);

        assertThat(running.control("DELETE", "/faults/entra", "").json().size()).isZero();
        assertThat(statusOfATokenRequest()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throttle retry-after=3s times=2",
                "unavailable status=500",
                "error code=53003",
                "delay by=2s",
                "stall",
                "invalid-json",
                "html status=502",
                "drop",
                "truncate"
            })
    void whatIsShownOfAFaultPlansTheSame(String fault) throws Exception {
        String shown = running.control("POST", "/faults/entra", fault).json().path(0).toString();

        running.control("POST", "/faults/entra", shown);

        var planned = lab.entra().faults().planned();
        assertThat(planned).hasSize(2);
        assertThat(planned.getFirst()).isEqualTo(planned.getLast());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "explode",
                "unavailable status=200",
                "error code=1",
                "stall by=1s",
                "delay by=soon",
                "delay by=-1s",
                "drop times=-1",
                "5"
            })
    void faultThatIsNoneIsRefused(String fault) throws Exception {
        assertThat(running.control("POST", "/faults/entra", fault).status()).isEqualTo(400);
        assertThat(lab.entra().faults().planned()).isEmpty();
    }

    @Test
    void faultOfTheMailServersIsPlannedShownAndRemoved() throws Exception {
        RunningLab.Reply planned =
                running.control(
                        "POST",
                        "/faults/mail",
                        "throttled mailbox=razr@example.cz command=FETCH times=2");
        long id = planned.json().path("id").asLong();

        assertThat(running.control("GET", "/faults/mail", "").json().path(0).toString())
                .contains("\"fault\":\"throttled\"", "\"command\":\"FETCH\"", "\"taken\":0");
        assertThat(running.control("DELETE", "/faults/mail/" + id, "").json().size()).isZero();
        assertThat(running.control("DELETE", "/faults/mail/" + id, "").status()).isEqualTo(404);
        assertThat(running.control("POST", "/faults/mail", "{fault: nonsense}").status())
                .isEqualTo(400);
        assertThat(running.control("GET", "/faults/mail/catalogue", "").json().toString())
                .contains("throttled");
    }

    @Test
    void messageIsPutInListedReadAndRemoved() throws Exception {
        String message = "Subject: =?utf-8?q?p=C5=99=C3=ADloha?=\r\n\r\nDobrý den\r\n";
        long uid = running.control("POST", MESSAGES, message).json().path("uids").path(0).asLong();

        assertThat(running.control("GET", MESSAGES, "").json().path(0).path("uid").asLong())
                .isEqualTo(uid);
        assertThat(raw(MESSAGES + "/" + uid)).isEqualTo(message);
        assertThat(running.control("DELETE", MESSAGES + "/" + uid, "").status()).isEqualTo(204);
        assertThat(running.control("GET", MESSAGES, "").json().size()).isZero();
    }

    @Test
    void messagesAreMadeUpOnDemand() throws Exception {
        RunningLab.Reply reply = running.control("POST", MESSAGES + "?generated=2000&count=3", "");

        assertThat(reply.json().path("uids").size()).isEqualTo(3);
        assertThat(lab.mail().store().mailbox("razr@example.cz").inbox().messages())
                .allSatisfy(message -> assertThat(message.source().size()).isEqualTo(2000))
                .extracting(message -> text(message.source()))
                .doesNotHaveDuplicates();
    }

    @Test
    void folderIsNamedInTheQuery() throws Exception {
        running.control("POST", MESSAGES + "?folder=Sent%20Items", "Subject: x\r\n\r\n");

        assertThat(
                        running.control("GET", "/mailboxes/razr@example.cz", "")
                                .json()
                                .at("/folders/Sent Items")
                                .asInt())
                .isEqualTo(1);
        assertThat(running.control("GET", MESSAGES + "?folder=Nowhere", "").status())
                .isEqualTo(404);
        assertThat(running.control("DELETE", MESSAGES + "?folder=Sent+Items", "").status())
                .isEqualTo(204);
    }

    @Test
    void folderIsRenumbered() throws Exception {
        running.control("POST", MESSAGES + "?generated=600&count=2", "");
        long before =
                lab.mail().store().mailbox("razr@example.cz").inbox().snapshot().uidValidity();

        RunningLab.Reply reply = running.control("POST", "/mailboxes/razr@example.cz/renumber", "");

        assertThat(reply.json().path("uid-validity").asLong()).isGreaterThan(before);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /mailboxes/nobody@example.cz/messages, 404",
        "POST, /mailboxes/razr@example.cz/messages, 400",
        "POST, /mailboxes/razr@example.cz/messages?generated=1, 400",
        "POST, /mailboxes/razr@example.cz/messages?generated=600&count=0, 400",
        "GET, /mailboxes/razr@example.cz/messages/99, 404",
        "GET, /mailboxes/razr@example.cz/messages/x, 400",
        "PUT, /mailboxes/razr@example.cz/messages, 405",
        "GET, /nothing, 404",
        "GET, /faults, 404",
        "POST, /log, 405",
        "PUT, /tls/smoke, 404",
        "PUT, /tls/imap, 400",
        "PUT, /clock, 400",
        "GET, /federated-token, 405"
    })
    void whatCannotBeIsSaid(String method, String path, int status) throws Exception {
        RunningLab.Reply reply = running.control(method, path, "");

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("problems").size()).isPositive();
    }

    @Test
    void requestsForTokensAreCounted() throws Exception {
        running.control("DELETE", "/tokens", "");
        running.token();
        running.token();

        assertThat(running.control("GET", "/tokens", "").json().toString())
                .isEqualTo("{\"requests\":2,\"granted\":2,\"most-open\":1}");
    }

    @Test
    void logSaysWhatHappenedSinceANumber() throws Exception {
        running.token();
        long last = running.control("GET", "/log", "").json().size();
        running.token("nobody.example", rightForm());

        RunningLab.Reply since = running.control("GET", "/log?after=" + lastNumber(last), "");

        assertThat(since.json().size()).isEqualTo(1);
        assertThat(since.json().path(0).path("source").asString()).isEqualTo("entra");
        assertThat(since.json().path(0).path("what").asString()).startsWith("refused: AADSTS90002");
        assertThat(running.control("DELETE", "/log", "").status()).isEqualTo(204);
        assertThat(running.control("GET", "/log", "").json().size()).isZero();
    }

    private long lastNumber(long index) throws Exception {
        return lab.log().after(0).get((int) index - 1).number();
    }

    @Test
    void clockIsShiftedAndAdvanced() throws Exception {
        running.control("PUT", "/clock", "{shift: -20m}");
        RunningLab.Reply reply = running.control("POST", "/clock", "{advance: 1h}");

        assertThat(reply.json().path("shift").asString()).isEqualTo("PT40M");
        assertThat(lab.clock().shift()).isEqualTo(Duration.ofMinutes(40));
    }

    @Test
    void federatedTokenIsMadeToOrder() throws Exception {
        Jwt usual =
                Jwt.read(
                                running.control("POST", "/federated-token", "")
                                        .json()
                                        .path("token")
                                        .asString())
                        .orElseThrow();
        Jwt other =
                Jwt.read(
                                running.control(
                                                "POST",
                                                "/federated-token",
                                                "{subject: x, audience: y, lifetime: 5m}")
                                        .json()
                                        .path("token")
                                        .asString())
                        .orElseThrow();

        assertThat(usual.texts("aud")).containsExactly("api://AzureADTokenExchange");
        assertThat(other.text("sub")).isEqualTo("x");
        assertThat(other.texts("aud")).containsExactly("y");
        assertThat(
                        Duration.between(
                                other.time("iat").orElseThrow(), other.time("exp").orElseThrow()))
                .isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void certificateIsChangedByOneWord() throws Exception {
        assertThat(
                        running.control("PUT", "/tls/entra", "wrong-name")
                                .json()
                                .path("entra")
                                .asString())
                .isEqualTo("wrong-name");
        assertThat(lab.tls().entra().shown()).isEqualTo(Shown.WRONG_NAME);
    }

    @Test
    void pageInABrowserIsRefused() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(lab.started().control() + "/world"))
                        .header("Origin", "https://evil.example")
                        .build();

        assertThat(running.send(request).status()).isEqualTo(403);
    }

    @Test
    void everyAppCanLoseItsConsent() throws Exception {
        running.control("PATCH", "/world" + APP, "{roles: {exchange: null}}");

        assertThat(Jwt.read(running.token()).orElseThrow().claims().has("roles")).isFalse();
    }

    private int statusOfATokenRequest() throws Exception {
        try (HttpClient client = running.newClient()) {
            return client.send(
                            running.post(TENANT, rightForm()).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private String raw(String path) throws Exception {
        try (HttpClient client = running.newClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(lab.started().control() + path)).build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private static String text(MessageSource source) {
        try (var stream = source.open()) {
            return new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
