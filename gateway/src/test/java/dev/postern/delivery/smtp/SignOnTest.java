package dev.postern.delivery.smtp;

import static dev.postern.delivery.smtp.AgentScene.HELLO;
import static dev.postern.delivery.smtp.AgentScene.STEPS;
import static dev.postern.delivery.smtp.AgentScene.byToken;
import static dev.postern.delivery.smtp.AgentScene.mailAndSteps;
import static dev.postern.delivery.smtp.AgentScene.session;
import static dev.postern.delivery.smtp.AgentScene.signedIn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.token.Grant;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SignOnTest {

    private final AgentScene scene = new AgentScene();

    @AfterEach
    void close() throws IOException {
        scene.close();
    }

    @Test
    void aPasswordGoesByPlainUnlessOnlyLoginIsTaken() throws Exception {
        scene.signOn = new SignOn.ByPassword("postern", () -> "open sesame", false);
        List<String> hello =
                List.of("S: 220 hi", "C: EHLO *", "S: 250-hello", "S: 250 AUTH LOGIN PLAIN");
        SmtpAgent agent =
                scene.agent(
                        session(
                                hello,
                                List.of(
                                        "C: AUTH PLAIN AHBvc3Rlcm4Ab3BlbiBzZXNhbWU=",
                                        "S: 235 2.7.0 welcome",
                                        "C: MAIL FROM:<scan@example.cz>"),
                                STEPS));
        assertThat(agent.hand(Letters.from("scan@example.cz", "a@example.cz")))
                .isInstanceOf(Answer.Taken.class);

        scene.signOn = new SignOn.ByPassword("postern", () -> "open sesame", true);
        SmtpAgent login =
                scene.agent(
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
        scene.signOn =
                new SignOn.ByPassword(
                        "postern",
                        () -> {
                            throw new IOException("no file /run/secrets/host");
                        },
                        false);
        Answer.NotNow answer =
                (Answer.NotNow)
                        scene.agent(session(HELLO))
                                .hand(Letters.from("scan@example.cz", "a@example.cz"));
        assertThat(answer.cause()).isEqualTo(Cause.ADMINISTRATOR);
        assertThat(answer.reason()).contains("/run/secrets/host");
    }

    @Test
    void aSessionEndsBeforeItsTokenDoes() throws Exception {
        scene.signOn = byToken(Optional.of("noreply@example.cz"), Duration.ofMinutes(5));
        scene.tokens =
                new HandedTokens(
                        HandedTokens.granted("one", scene.clock.instant(), Duration.ofMinutes(20)),
                        HandedTokens.granted("two", scene.clock.instant(), Duration.ofHours(1)));
        SmtpAgent agent =
                scene.agent(
                        session(signedIn("noreply@example.cz", "one"), mailAndSteps()),
                        session(signedIn("noreply@example.cz", "two"), mailAndSteps()));
        assertThat(agent.hand(Letters.from("scan@example.cz", "a@example.cz")))
                .isInstanceOf(Answer.Taken.class);
        scene.clock.turn(Duration.ofMinutes(16));
        assertThat(agent.hand(Letters.from("scan@example.cz", "a@example.cz")))
                .isInstanceOf(Answer.Taken.class);
        agent.close();
        scene.server().finish();
    }

    @Test
    void aTokenTooNearItsEndIsReplacedOnce() throws Exception {
        scene.signOn = byToken(Optional.of("hve@example.cz"), Duration.ofMinutes(20));
        scene.tokens =
                new HandedTokens(
                        HandedTokens.granted("one", scene.clock.instant(), Duration.ofHours(1)),
                        HandedTokens.granted("two", scene.clock.instant(), Duration.ofHours(1)));
        List<String> ending = new ArrayList<>(signedIn("hve@example.cz", "one"));
        ending.set(ending.size() - 1, "S: 535 5.7.142 Token will expire soon");
        SmtpAgent agent =
                scene.agent(
                        session(ending),
                        session(signedIn("hve@example.cz", "two"), mailAndSteps()));
        assertThat(agent.hand(Letters.from("scan@example.cz", "a@example.cz")))
                .isInstanceOf(Answer.Taken.class);
        assertThat(scene.tokens.forgotten).hasSize(1);
        assertThat(scene.tokens.requests.element().life()).isEqualTo(Duration.ofMinutes(20));
    }

    @Test
    void aRefusedSignInIsForAnAdministratorAndDoubtsAnOldToken() throws Exception {
        scene.signOn = byToken(Optional.of("noreply@example.cz"), Duration.ofMinutes(5));
        scene.tokens =
                new HandedTokens(
                        HandedTokens.granted("one", scene.clock.instant(), Duration.ofHours(1)));
        List<String> refused = new ArrayList<>(signedIn("noreply@example.cz", "one"));
        refused.set(refused.size() - 1, "S: 535 5.7.3 Authentication unsuccessful [AM0PR01]");
        SmtpAgent agent = scene.agent(session(refused), session(refused));
        Answer.NotNow answer =
                (Answer.NotNow) agent.hand(Letters.from("scan@example.cz", "a@example.cz"));
        assertThat(answer.cause()).isEqualTo(Cause.ADMINISTRATOR);
        assertThat(answer.reason())
                .startsWith("535 5.7.3 Authentication unsuccessful")
                .contains("Add-MailboxPermission -Identity noreply@example.cz");
        assertThat(scene.tokens.forgotten).isEmpty();
        scene.clock.turn(Duration.ofMinutes(11));
        assertThat(scene.cause(agent)).isEqualTo(Cause.ADMINISTRATOR);
        assertThat(scene.tokens.forgotten).hasSize(1);
    }

    @Test
    void withoutATokenNobodyConnects() throws Exception {
        scene.signOn = byToken(Optional.of("noreply@example.cz"), Duration.ofMinutes(5));
        scene.tokens =
                new HandedTokens(
                        new Grant.Unavailable("busy", scene.clock.instant().plusSeconds(40)));
        Answer.NotNow answer =
                (Answer.NotNow) scene.agent().hand(Letters.from("scan@example.cz", "a@example.cz"));
        assertThat(answer.cause()).isEqualTo(Cause.DESTINATION);
        assertThat(answer.patience()).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void eachSendersMailboxSignsInAndHasItsOwnAllowance() throws Exception {
        scene.signOn = byToken(Optional.empty(), Duration.ofMinutes(5));
        scene.tokens =
                new HandedTokens(
                        HandedTokens.granted("one", scene.clock.instant(), Duration.ofHours(1)));
        List<String> refused = new ArrayList<>(signedIn("b@example.cz", "one"));
        refused.set(refused.size() - 1, "S: 535 5.7.3 Authentication unsuccessful");
        SmtpAgent agent =
                scene.agent(
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
}
