package dev.postern.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.Parcels;
import dev.postern.delivery.SetClock;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.smtp.SmtpClient;
import dev.postern.token.Grant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SmtpAgentTest {

    private static final List<String> HELLO =
            List.of("S: 220 hi", "C: EHLO gateway.example", "S: 250-hello", "S: 250 PIPELINING");
    private static final List<String> HELLO_TOKEN =
            List.of("S: 220 hi", "C: EHLO gateway.example", "S: 250-hello", "S: 250 AUTH XOAUTH2");
    private static final List<String> SENT =
            List.of(
                    "C: MAIL FROM:<scan@example.cz>",
                    "C: RCPT TO:<a@example.cz>",
                    "C: DATA",
                    "S: 250 ok",
                    "S: 250 ok",
                    "S: 354 go on",
                    "MESSAGE",
                    "S: 250 2.0.0 OK <1@host>");
    private static final List<String> STEPS =
            List.of(
                    "S: 250 ok",
                    "C: RCPT TO:<a@example.cz>",
                    "S: 250 ok",
                    "C: DATA",
                    "S: 354 go on",
                    "MESSAGE",
                    "S: 250 2.0.0 OK <1@host>");

    private final SetClock clock = new SetClock();
    private final List<AutoCloseable> open = new ArrayList<>();
    private SmtpServer.Tls tls = SmtpServer.Tls.NONE;
    private SmtpWay.Keeping keeping = SmtpWay.Keeping.USUAL;
    private SmtpWay.Carries carries = SmtpWay.Carries.ANYTHING;
    private SignOn signOn = new SignOn.Nobody();
    private HandedTokens tokens = new HandedTokens();
    private @Nullable ScriptedSmtp server;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    @Test
    void oneSessionCarriesOneMessageAfterTheOther() throws Exception {
        SmtpAgent agent = agent(session(HELLO, SENT, SENT, List.of("C: QUIT", "S: 221 bye")));
        for (int i = 0; i < 2; i++) {
            Answer.Taken taken =
                    (Answer.Taken) agent.hand(Letters.from("scan@example.cz", "a@example.cz"));
            assertThat(taken.words()).isEqualTo("250 2.0.0 OK <1@host>");
            assertThat(taken.reply().status()).hasToString("2.0.0");
            assertThat(taken.reply().remote()).isEqualTo("127.0.0.1");
            assertThat(taken.reports()).isFalse();
            assertThat(server().message()).isEqualTo(Letters.TEXT.replace("\r\n", "\n"));
        }
        agent.close();
        server().finish();
    }

    @Test
    void eachRecipientGetsItsOwnAnswer() throws Exception {
        SmtpAgent agent =
                agent(
                        session(
                                HELLO,
                                List.of(
                                        "C: MAIL FROM:<scan@example.cz>",
                                        "C: RCPT TO:<a@example.cz>",
                                        "C: RCPT TO:<b@example.cz>",
                                        "C: RCPT TO:<c@example.cz>",
                                        "C: DATA",
                                        "S: 250 ok",
                                        "S: 250 ok",
                                        "S: 550 5.1.1 no such user",
                                        "S: 450 4.2.1 busy",
                                        "S: 354 go on",
                                        "MESSAGE",
                                        "S: 250 2.0.0 OK")));
        Answer.Each each =
                (Answer.Each)
                        agent.hand(
                                Letters.from(
                                        "scan@example.cz",
                                        "a@example.cz",
                                        "b@example.cz",
                                        "c@example.cz"));
        assertThat(each.answers().get(0)).isInstanceOf(Answer.Taken.class);
        assertThat(each.answers().get(1))
                .hasToString(
                        "Refused[reply=Reply[status=5.1.1, remote=127.0.0.1, words=550 5.1.1 no such user]]");
        assertThat(each.answers().get(2))
                .isInstanceOfSatisfying(
                        Answer.NotNow.class,
                        notNow -> assertThat(notNow.cause()).isEqualTo(Cause.UNKNOWN));
    }

    @Test
    void aSessionThatDiedWhileItRestedIsReplaced() throws Exception {
        SmtpAgent agent =
                agent(
                        session(HELLO, SENT, List.of("C: MAIL*", "CLOSE")),
                        session(HELLO, SENT, List.of("C: MAIL*", "S: 421 4.4.2 timeout", "CLOSE")),
                        session(HELLO, SENT));
        for (int i = 0; i < 3; i++) {
            assertThat(agent.hand(Letters.from("scan@example.cz", "a@example.cz")))
                    .isInstanceOf(Answer.Taken.class);
        }
        agent.close();
        server().finish();
    }

    @Test
    void aFreshSessionThatDiesIsNotReplaced() throws Exception {
        SmtpAgent agent = agent(session(HELLO, List.of("C: MAIL*", "CLOSE")));
        Answer.NotNow answer =
                (Answer.NotNow) agent.hand(Letters.from("scan@example.cz", "a@example.cz"));
        assertThat(answer.cause()).isEqualTo(Cause.UNKNOWN);
        assertThat(answer.reason()).contains("the session with 127.0.0.1:").contains("broke");
    }

    @Test
    void aReplyThatIsLostMakesItUnclear() throws Exception {
        SmtpAgent agent = agent(session(HELLO, SENT.subList(0, SENT.size() - 1), List.of("CLOSE")));
        assertThat(agent.hand(Letters.from("scan@example.cz", "a@example.cz")))
                .isInstanceOfSatisfying(
                        Answer.Unclear.class,
                        unclear ->
                                assertThat(unclear.reply().words())
                                        .contains("no reply to the message"));
    }

    @Test
    void aRestingSessionIsClosedAfterAWhile() throws Exception {
        keeping = new SmtpWay.Keeping(Duration.ofMillis(20), Duration.ofMinutes(30), 100);
        SmtpAgent agent = agent(session(HELLO, SENT, List.of("C: QUIT", "S: 221 bye")));
        assertThat(agent.hand(Letters.from("scan@example.cz", "a@example.cz")))
                .isInstanceOf(Answer.Taken.class);
        server().finish();
    }

    @Test
    void aSessionHasItsMessagesAndItsAge() throws Exception {
        keeping = new SmtpWay.Keeping(Duration.ofMinutes(1), Duration.ofMinutes(30), 2);
        SmtpAgent agent =
                agent(session(HELLO, SENT, SENT), session(HELLO, SENT), session(HELLO, SENT));
        for (int i = 0; i < 3; i++) {
            assertThat(agent.hand(Letters.from("scan@example.cz", "a@example.cz")))
                    .isInstanceOf(Answer.Taken.class);
        }
        clock.turn(Duration.ofMinutes(31));
        assertThat(agent.hand(Letters.from("scan@example.cz", "a@example.cz")))
                .isInstanceOf(Answer.Taken.class);
        agent.close();
        server().finish();
    }

    @Test
    void aMessageWithoutEnvelopeGoesAnotherWay() throws Exception {
        assertThat(agent(session(HELLO)).hand(Parcels.of(Letters.TEXT)))
                .isInstanceOf(Answer.OtherWay.class);
    }

    @Test
    void onlySomeRecipientsAreServed() throws Exception {
        carries = new SmtpWay.Carries(Optional.empty(), Set.of("Example.CZ"));
        SmtpAgent agent = agent(session(HELLO, SENT));
        Answer.Each each =
                (Answer.Each)
                        agent.hand(
                                Letters.from("scan@example.cz", "x@example.com", "a@example.cz"));
        assertThat(each.answers().get(0)).isInstanceOf(Answer.OtherWay.class);
        assertThat(each.answers().get(1)).isInstanceOf(Answer.Taken.class);
        assertThat(agent.hand(Letters.from("scan@example.cz", "x@example.com")))
                .isInstanceOf(Answer.OtherWay.class);
    }

    @Test
    void anAccountSendsInItsOwnName() throws Exception {
        carries = new SmtpWay.Carries(Optional.of(AddrSpec.of("hve@example.cz")), Set.of());
        SmtpAgent agent =
                agent(
                        session(
                                List.of("S: 220 hi", "C: EHLO *", "S: 250-hello", "S: 250 SIZE"),
                                List.of("C: MAIL FROM:<hve@example.cz> SIZE=93"),
                                STEPS));
        assertThat(agent.hand(Letters.from("scan@example.cz", "a@example.cz")))
                .isInstanceOf(Answer.Taken.class);
        assertThat(server().message())
                .isEqualTo(
                        "From: Scanner <hve@example.cz>\nReply-To: Scanner <scan@example.cz>\n"
                                + "Subject: scan\n\nhello\n");
    }

    @Test
    void aServerThatTurnsUsAwayOrIsNotThereIsTriedLater() throws Exception {
        SmtpAgent agent =
                agent(
                        List.of("S: 421 4.3.2 too busy", "CLOSE"),
                        List.of("S: 554 5.7.1 not from here", "CLOSE"));
        assertThat(cause(agent)).isEqualTo(Cause.DESTINATION);
        assertThat(cause(agent)).isEqualTo(Cause.ADMINISTRATOR);
        server().close();
        assertThat(cause(agent)).isEqualTo(Cause.DESTINATION);
    }

    @Test
    void opportunisticTlsDoesWithoutItWhereThereIsNone() throws Exception {
        tls = SmtpServer.Tls.OPPORTUNISTIC;
        keeping = new SmtpWay.Keeping(Duration.ZERO, Duration.ofMinutes(1), 1);
        List<String> offering =
                List.of("S: 220 hi", "C: EHLO *", "S: 250-hello", "S: 250 STARTTLS");
        SmtpAgent agent =
                agent(
                        session(HELLO, SENT),
                        session(offering, List.of("C: STARTTLS", "S: 454 not now")),
                        session(HELLO, SENT),
                        session(offering, List.of("C: STARTTLS", "S: 220 go on", "CLOSE")),
                        session(HELLO, SENT));
        for (int i = 0; i < 3; i++) {
            assertThat(agent.hand(Letters.from("scan@example.cz", "a@example.cz")))
                    .isInstanceOf(Answer.Taken.class);
        }
        agent.close();
        server().finish();
    }

    @Test
    void whereTlsIsRequiredNothingIsSaidWithoutIt() throws Exception {
        tls = SmtpServer.Tls.REQUIRED;
        SmtpAgent agent = agent(session(HELLO));
        Answer.NotNow answer =
                (Answer.NotNow) agent.hand(Letters.from("scan@example.cz", "a@example.cz"));
        assertThat(answer.reason()).contains("does not offer STARTTLS, which we require");
    }

    @Test
    void aPasswordGoesByPlainUnlessOnlyLoginIsTaken() throws Exception {
        signOn = new SignOn.ByPassword("postern", () -> "open sesame", false);
        List<String> hello =
                List.of("S: 220 hi", "C: EHLO *", "S: 250-hello", "S: 250 AUTH LOGIN PLAIN");
        SmtpAgent agent =
                agent(
                        session(
                                hello,
                                List.of(
                                        "C: AUTH PLAIN AHBvc3Rlcm4Ab3BlbiBzZXNhbWU=",
                                        "S: 235 2.7.0 welcome",
                                        "C: MAIL FROM:<scan@example.cz>"),
                                STEPS));
        assertThat(agent.hand(Letters.from("scan@example.cz", "a@example.cz")))
                .isInstanceOf(Answer.Taken.class);

        signOn = new SignOn.ByPassword("postern", () -> "open sesame", true);
        SmtpAgent login =
                agent(
                        session(
                                hello,
                                List.of(
                                        "C: AUTH LOGIN",
                                        "S: 334 VXNlcm5hbWU6",
                                        "C: cG9zdGVybg==",
                                        "S: 334 UGFzc3dvcmQ6",
                                        "C: b3BlbiBzZXNhbWU=",
                                        "S: 550 5.7.30 Basic authentication is not supported")));
        Answer.NotNow answer =
                (Answer.NotNow) login.hand(Letters.from("scan@example.cz", "a@example.cz"));
        assertThat(answer.cause()).isEqualTo(Cause.ADMINISTRATOR);
        assertThat(answer.reason()).contains("with a token").doesNotContain("sesame");
    }

    @Test
    void aPasswordThatCannotBeReadIsForAnAdministrator() throws Exception {
        signOn =
                new SignOn.ByPassword(
                        "postern",
                        () -> {
                            throw new IOException("no file /run/secrets/host");
                        },
                        false);
        Answer.NotNow answer =
                (Answer.NotNow)
                        agent(session(HELLO)).hand(Letters.from("scan@example.cz", "a@example.cz"));
        assertThat(answer.cause()).isEqualTo(Cause.ADMINISTRATOR);
        assertThat(answer.reason()).contains("/run/secrets/host");
    }

    @Test
    void aSessionEndsBeforeItsTokenDoes() throws Exception {
        signOn = byToken(Optional.of("noreply@example.cz"), Duration.ofMinutes(5));
        tokens =
                new HandedTokens(
                        HandedTokens.granted("one", clock.instant(), Duration.ofMinutes(20)),
                        HandedTokens.granted("two", clock.instant(), Duration.ofHours(1)));
        SmtpAgent agent =
                agent(
                        session(signedIn("noreply@example.cz", "one"), mailAndSteps()),
                        session(signedIn("noreply@example.cz", "two"), mailAndSteps()));
        assertThat(agent.hand(Letters.from("scan@example.cz", "a@example.cz")))
                .isInstanceOf(Answer.Taken.class);
        clock.turn(Duration.ofMinutes(16));
        assertThat(agent.hand(Letters.from("scan@example.cz", "a@example.cz")))
                .isInstanceOf(Answer.Taken.class);
        agent.close();
        server().finish();
    }

    @Test
    void aTokenTooNearItsEndIsReplacedOnce() throws Exception {
        signOn = byToken(Optional.of("hve@example.cz"), Duration.ofMinutes(20));
        tokens =
                new HandedTokens(
                        HandedTokens.granted("one", clock.instant(), Duration.ofHours(1)),
                        HandedTokens.granted("two", clock.instant(), Duration.ofHours(1)));
        List<String> ending = new ArrayList<>(signedIn("hve@example.cz", "one"));
        ending.set(ending.size() - 1, "S: 535 5.7.142 Token will expire soon");
        SmtpAgent agent =
                agent(session(ending), session(signedIn("hve@example.cz", "two"), mailAndSteps()));
        assertThat(agent.hand(Letters.from("scan@example.cz", "a@example.cz")))
                .isInstanceOf(Answer.Taken.class);
        assertThat(tokens.forgotten).hasSize(1);
        assertThat(tokens.requests.element().life()).isEqualTo(Duration.ofMinutes(20));
    }

    @Test
    void aRefusedSignInIsForAnAdministratorAndDoubtsAnOldToken() throws Exception {
        signOn = byToken(Optional.of("noreply@example.cz"), Duration.ofMinutes(5));
        tokens =
                new HandedTokens(HandedTokens.granted("one", clock.instant(), Duration.ofHours(1)));
        List<String> refused = new ArrayList<>(signedIn("noreply@example.cz", "one"));
        refused.set(refused.size() - 1, "S: 535 5.7.3 Authentication unsuccessful [AM0PR01]");
        SmtpAgent agent = agent(session(refused), session(refused));
        Answer.NotNow answer =
                (Answer.NotNow) agent.hand(Letters.from("scan@example.cz", "a@example.cz"));
        assertThat(answer.cause()).isEqualTo(Cause.ADMINISTRATOR);
        assertThat(answer.reason())
                .startsWith("535 5.7.3 Authentication unsuccessful")
                .contains("Add-MailboxPermission -Identity noreply@example.cz");
        assertThat(tokens.forgotten).isEmpty();
        clock.turn(Duration.ofMinutes(11));
        assertThat(cause(agent)).isEqualTo(Cause.ADMINISTRATOR);
        assertThat(tokens.forgotten).hasSize(1);
    }

    @Test
    void withoutATokenNobodyConnects() throws Exception {
        signOn = byToken(Optional.of("noreply@example.cz"), Duration.ofMinutes(5));
        tokens = new HandedTokens(new Grant.Unavailable("busy", clock.instant().plusSeconds(40)));
        Answer.NotNow answer =
                (Answer.NotNow) agent().hand(Letters.from("scan@example.cz", "a@example.cz"));
        assertThat(answer.cause()).isEqualTo(Cause.DESTINATION);
        assertThat(answer.patience()).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void eachSendersMailboxSignsInAndHasItsOwnAllowance() throws Exception {
        signOn = byToken(Optional.empty(), Duration.ofMinutes(5));
        tokens =
                new HandedTokens(HandedTokens.granted("one", clock.instant(), Duration.ofHours(1)));
        List<String> refused = new ArrayList<>(signedIn("b@example.cz", "one"));
        refused.set(refused.size() - 1, "S: 535 5.7.3 Authentication unsuccessful");
        SmtpAgent agent =
                agent(
                        session(signedIn("scan@example.cz", "one"), mailAndSteps()),
                        session(refused));
        assertThat(agent.hand(Letters.from("scan@example.cz", "a@example.cz")))
                .isInstanceOf(Answer.Taken.class);
        Answer.NotNow other =
                (Answer.NotNow) agent.hand(Letters.from("b@example.cz", "a@example.cz"));
        assertThat(other.cause()).isEqualTo(Cause.UNKNOWN);
        assertThat(agent.hand(Letters.from("scan@example.cz", "a@example.cz")))
                .isInstanceOf(Answer.Busy.class);
        assertThat(agent.hand(Letters.from("", "a@example.cz")))
                .isInstanceOf(Answer.OtherWay.class);
    }

    private Cause cause(SmtpAgent agent) throws InterruptedException {
        return ((Answer.NotNow) agent.hand(Letters.from("scan@example.cz", "a@example.cz")))
                .cause();
    }

    private static SignOn byToken(Optional<String> mailbox, Duration life) {
        return new SignOn.ByToken(mailbox, HandedTokens.TENANT, HandedTokens.SCOPE, life);
    }

    private static List<String> signedIn(String mailbox, String token) {
        String response =
                Base64.getEncoder()
                        .encodeToString(
                                ("user=" + mailbox + "\1auth=Bearer " + token + "\1\1")
                                        .getBytes(StandardCharsets.US_ASCII));
        return session(
                HELLO_TOKEN,
                List.of("C: AUTH XOAUTH2 " + response, "S: 235 2.7.0 Authentication successful"));
    }

    private static List<String> mailAndSteps() {
        return session(List.of("C: MAIL FROM:<scan@example.cz>"), STEPS);
    }

    @SafeVarargs
    private static List<String> session(List<String>... parts) {
        return Arrays.stream(parts).flatMap(List::stream).toList();
    }

    @SafeVarargs
    private SmtpAgent agent(List<String>... sessions) throws IOException, NoSuchAlgorithmException {
        server = new ScriptedSmtp(List.of(sessions));
        open.add(server);
        SmtpAgent agent =
                new SmtpAgent(
                        new SmtpWay(
                                new SmtpServer(
                                        "127.0.0.1",
                                        server.port(),
                                        tls,
                                        SSLContext.getDefault(),
                                        "gateway.example",
                                        SmtpClient.DEADLINES),
                                signOn,
                                carries,
                                keeping,
                                new SmtpWay.Allowance(3, 1, 100)),
                        tokens,
                        clock);
        open.add(agent);
        return agent;
    }

    private ScriptedSmtp server() {
        if (server == null) {
            throw new AssertionError("no server yet");
        }
        return server;
    }
}
