package dev.postern.delivery.smtp;

import static dev.postern.delivery.smtp.LabWays.NOREPLY;
import static dev.postern.delivery.smtp.LabWays.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.smtp.SmtpServer.Tls;
import dev.postern.token.Scope;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
@Timeout(60)
class OtherWaysTest {

    @RegisterExtension private static final LabWays WAYS = new LabWays();

    @Test
    void highVolumeEmailSendsInItsOwnNameToItsOwnPeople() throws Exception {
        SmtpAgent agent = WAYS.hve();
        Answer.Each each =
                (Answer.Each)
                        agent.hand(
                                Letters.from(
                                        "scan@example.cz", "razr@example.cz", "a@example.net"));
        assertThat(each.answers().get(0)).isInstanceOf(Answer.Taken.class);
        assertThat(each.answers().get(1)).isInstanceOf(Answer.OtherWay.class);
        assertThat(WAYS.outbox())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.envelope().sender()).isEqualTo("hve@example.cz");
                    assertThat(LabWays.text(one))
                            .isEqualTo(
                                    """
                                    From: Scanner <hve@example.cz>
                                    Reply-To: Scanner <scan@example.cz>
                                    Subject: scan

                                    hello
                                    """
                                            .replace("\n", "\r\n"));
                });
    }

    @Test
    void highVolumeEmailGetsATokenThatLivesLongEnough() throws Exception {
        SmtpAgent agent = WAYS.hve();
        assertThat(agent.hand(Letters.from("scan@example.cz", "razr@example.cz")))
                .isInstanceOf(Answer.Taken.class);
        WAYS.lab().clock().advance(Duration.ofMinutes(45));
        assertThat(agent.hand(Letters.from("scan@example.cz", "razr@example.cz")))
                .isInstanceOf(Answer.Taken.class);
    }

    @ParameterizedTest
    @CsvSource({"token", "secret", "legacy", "legacy-dots"})
    void communicationServicesLetTheApplicationIn(String proof) throws Exception {
        String ids =
                "%1$s11111111-1111-1111-1111-111111111111%1$s22222222-2222-2222-2222-222222222222";
        SignOn signOn =
                switch (proof) {
                    case "token" ->
                            new SignOn.ByToken(
                                    Optional.of("postern"),
                                    WAYS.tenant(),
                                    new Scope("https://communication.azure.com/.default"),
                                    Duration.ofMinutes(5));
                    case "secret" -> LabWays.password("postern");
                    case "legacy" -> LabWays.password("postern" + ids.formatted("|"));
                    default -> LabWays.password("postern" + ids.formatted("."));
                };
        SmtpAgent agent =
                WAYS.agent(
                        WAYS.lab().started().acsSmtp(),
                        Tls.REQUIRED,
                        signOn,
                        SmtpWay.Carries.ANYTHING);
        assertThat(agent.hand(Letters.of(TEXT, NOREPLY, "a@example.net")))
                .isInstanceOf(Answer.Taken.class);
        Answer.Refused stranger =
                (Answer.Refused)
                        agent.hand(
                                Letters.of(
                                        TEXT.replace("example.cz", "example.org"),
                                        "noreply@example.org",
                                        "a@example.net"));
        assertThat(stranger.reply().status()).hasToString("5.1.7");
    }

    @Test
    void communicationServicesSlowDownWhoSendsTooMuch() throws Exception {
        WAYS.lab()
                .directory()
                .patch(
                        "/tenants/example/acs/postern",
                        "{quota: {send-per-minute: 1, send-per-hour: 1}}");
        SmtpAgent agent =
                WAYS.agent(
                        WAYS.lab().started().acsSmtp(),
                        Tls.REQUIRED,
                        LabWays.password("postern"),
                        SmtpWay.Carries.ANYTHING);
        Answer answer = agent.hand(Letters.of(TEXT, NOREPLY, "a@example.net"));
        for (int i = 0; i < 3 && answer instanceof Answer.Taken; i++) {
            answer = agent.hand(Letters.of(TEXT, NOREPLY, "a@example.net"));
        }
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.NotNow.class,
                        notNow -> {
                            assertThat(notNow.cause()).isEqualTo(Cause.DESTINATION);
                            assertThat(notNow.patience()).isPositive();
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "none, NONE",
        "none, OPPORTUNISTIC",
        "starttls, OPPORTUNISTIC",
        "starttls, REQUIRED",
        "implicit, IMPLICIT"
    })
    void aSmartHostIsReachedHoweverItIsSecured(String itsTls, Tls ours) throws Exception {
        WAYS.lab().directory().patch("/smart-host", "{tls: " + itsTls + "}");
        SmtpAgent agent =
                WAYS.agent(
                        WAYS.lab().started().smartHost(),
                        ours,
                        new SignOn.Nobody(),
                        SmtpWay.Carries.ANYTHING);
        assertThat(agent.hand(Letters.from("", "a@example.net"))).isInstanceOf(Answer.Taken.class);
        assertThat(WAYS.outbox())
                .singleElement()
                .satisfies(one -> assertThat(one.envelope().sender()).isEmpty());
    }

    @Test
    void aSmartHostTakesAPassword() throws Exception {
        WAYS.lab()
                .directory()
                .patch("/smart-host", "{accounts: {erp: secret}, sign-in-required: true}");
        SmtpAgent agent =
                WAYS.agent(
                        WAYS.lab().started().smartHost(),
                        Tls.REQUIRED,
                        new SignOn.ByPassword("erp", () -> "secret", false),
                        SmtpWay.Carries.ANYTHING);
        assertThat(agent.hand(Letters.from("scan@example.cz", "a@example.net")))
                .isInstanceOf(Answer.Taken.class);
        assertThat(WAYS.outbox()).extracting(one -> one.way().account()).containsExactly("erp");
    }
}
