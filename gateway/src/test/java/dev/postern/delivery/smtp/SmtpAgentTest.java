package dev.postern.delivery.smtp;

import static dev.postern.delivery.smtp.AgentScene.HELLO;
import static dev.postern.delivery.smtp.AgentScene.SENT;
import static dev.postern.delivery.smtp.AgentScene.STEPS;
import static dev.postern.delivery.smtp.AgentScene.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.Parcels;
import dev.postern.protocol.mail.AddrSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SmtpAgentTest {

    private final AgentScene scene = new AgentScene();

    @AfterEach
    void close() throws IOException {
        scene.close();
    }

    @Test
    void oneSessionCarriesOneMessageAfterTheOther() throws Exception {
        SmtpAgent agent = scene.agent(session(HELLO, SENT, SENT, List.of("C: QUIT", "S: 221 bye")));
        for (int i = 0; i < 2; i++) {
            Answer.Taken taken =
                    (Answer.Taken) agent.hand(Letters.from("scan@example.cz", "a@example.cz"));
            assertThat(taken.words()).isEqualTo("250 2.0.0 OK <1@host>");
            assertThat(taken.reply().status()).hasToString("2.0.0");
            assertThat(taken.reply().remote()).isEqualTo("127.0.0.1");
            assertThat(taken.reports()).isFalse();
            assertThat(scene.server().message()).isEqualTo(Letters.TEXT.replace("\r\n", "\n"));
        }
        agent.close();
        scene.server().finish();
    }

    @Test
    void eachRecipientGetsItsOwnAnswer() throws Exception {
        SmtpAgent agent =
                scene.agent(
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
                scene.agent(
                        session(HELLO, SENT, List.of("C: MAIL*", "CLOSE")),
                        session(HELLO, SENT, List.of("C: MAIL*", "S: 421 4.4.2 timeout", "CLOSE")),
                        session(HELLO, SENT));
        for (int i = 0; i < 3; i++) {
            assertThat(agent.hand(Letters.from("scan@example.cz", "a@example.cz")))
                    .isInstanceOf(Answer.Taken.class);
        }
        agent.close();
        scene.server().finish();
    }

    @Test
    void aFreshSessionThatDiesIsNotReplaced() throws Exception {
        SmtpAgent agent = scene.agent(session(HELLO, List.of("C: MAIL*", "CLOSE")));
        Answer.NotNow answer =
                (Answer.NotNow) agent.hand(Letters.from("scan@example.cz", "a@example.cz"));
        assertThat(answer.cause()).isEqualTo(Cause.UNKNOWN);
        assertThat(answer.reason()).contains("the session with 127.0.0.1:").contains("broke");
    }

    @Test
    void aReplyThatIsLostMakesItUnclear() throws Exception {
        SmtpAgent agent =
                scene.agent(session(HELLO, SENT.subList(0, SENT.size() - 1), List.of("CLOSE")));
        assertThat(agent.hand(Letters.from("scan@example.cz", "a@example.cz")))
                .isInstanceOfSatisfying(
                        Answer.Unclear.class,
                        unclear ->
                                assertThat(unclear.reply().words())
                                        .contains("no reply to the message"));
    }

    @Test
    void aRestingSessionIsClosedAfterAWhile() throws Exception {
        scene.keeping = new SmtpWay.Keeping(Duration.ofMillis(20), Duration.ofMinutes(30), 100);
        SmtpAgent agent = scene.agent(session(HELLO, SENT, List.of("C: QUIT", "S: 221 bye")));
        assertThat(agent.hand(Letters.from("scan@example.cz", "a@example.cz")))
                .isInstanceOf(Answer.Taken.class);
        scene.server().finish();
    }

    @Test
    void aSessionHasItsMessagesAndItsAge() throws Exception {
        scene.keeping = new SmtpWay.Keeping(Duration.ofMinutes(1), Duration.ofMinutes(30), 2);
        SmtpAgent agent =
                scene.agent(session(HELLO, SENT, SENT), session(HELLO, SENT), session(HELLO, SENT));
        for (int i = 0; i < 3; i++) {
            assertThat(agent.hand(Letters.from("scan@example.cz", "a@example.cz")))
                    .isInstanceOf(Answer.Taken.class);
        }
        scene.clock.turn(Duration.ofMinutes(31));
        assertThat(agent.hand(Letters.from("scan@example.cz", "a@example.cz")))
                .isInstanceOf(Answer.Taken.class);
        agent.close();
        scene.server().finish();
    }

    @Test
    void aMessageWithoutEnvelopeGoesAnotherWay() throws Exception {
        assertThat(scene.agent(session(HELLO)).hand(Parcels.of(Letters.TEXT)))
                .isInstanceOf(Answer.OtherWay.class);
    }

    @Test
    void onlySomeRecipientsAreServed() throws Exception {
        scene.carries = new SmtpWay.Carries(Optional.empty(), Set.of("Example.CZ"));
        SmtpAgent agent = scene.agent(session(HELLO, SENT));
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
        scene.carries = new SmtpWay.Carries(Optional.of(AddrSpec.of("hve@example.cz")), Set.of());
        SmtpAgent agent =
                scene.agent(
                        session(
                                List.of("S: 220 hi", "C: EHLO *", "S: 250-hello", "S: 250 SIZE"),
                                List.of("C: MAIL FROM:<hve@example.cz> SIZE=93"),
                                STEPS));
        assertThat(agent.hand(Letters.from("scan@example.cz", "a@example.cz")))
                .isInstanceOf(Answer.Taken.class);
        assertThat(scene.server().message())
                .isEqualTo(
                        """
                        From: Scanner <hve@example.cz>
                        Reply-To: Scanner <scan@example.cz>
                        Subject: scan

                        hello
                        """);
    }

    @Test
    void aServerThatTurnsUsAwayOrIsNotThereIsTriedLater() throws Exception {
        SmtpAgent agent =
                scene.agent(
                        List.of("S: 421 4.3.2 too busy", "CLOSE"),
                        List.of("S: 554 5.7.1 not from here", "CLOSE"));
        assertThat(scene.cause(agent)).isEqualTo(Cause.DESTINATION);
        assertThat(scene.cause(agent)).isEqualTo(Cause.ADMINISTRATOR);
        scene.server().close();
        assertThat(scene.cause(agent)).isEqualTo(Cause.DESTINATION);
    }

    @Test
    void opportunisticTlsDoesWithoutItWhereThereIsNone() throws Exception {
        scene.tls = SmtpServer.Tls.OPPORTUNISTIC;
        scene.keeping = new SmtpWay.Keeping(Duration.ZERO, Duration.ofMinutes(1), 1);
        List<String> offering =
                List.of("S: 220 hi", "C: EHLO *", "S: 250-hello", "S: 250 STARTTLS");
        SmtpAgent agent =
                scene.agent(
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
        scene.server().finish();
    }

    @Test
    void whereTlsIsRequiredNothingIsSaidWithoutIt() throws Exception {
        scene.tls = SmtpServer.Tls.REQUIRED;
        SmtpAgent agent = scene.agent(session(HELLO));
        Answer.NotNow answer =
                (Answer.NotNow) agent.hand(Letters.from("scan@example.cz", "a@example.cz"));
        assertThat(answer.reason()).contains("does not offer STARTTLS, which we require");
    }
}
