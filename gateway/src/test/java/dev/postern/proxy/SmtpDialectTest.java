package dev.postern.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.protocol.sasl.AccessToken;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow") // a lab, with TLS and tokens
class SmtpDialectTest {

    @RegisterExtension private static final LabMailbox LAB = new LabMailbox();

    private final SmtpDialect dialect = new SmtpDialect();

    private Joining join() throws Exception {
        return dialect.join(LAB.smtp(), LabMailbox.ADDRESS, LAB.token());
    }

    private static void answer(String command, String text) {
        LAB.lab()
                .mail()
                .faults()
                .add("answer protocol=smtp command=" + command + " text=\"" + text + "\"");
    }

    @Test
    void clientMayGoOnWithoutAnotherEhlo() throws Exception {
        Joining joining = join();
        assertThat(joining).isInstanceOf(Joining.Joined.class);
        Joining.Joined joined = (Joining.Joined) joining;
        assertThat(joined.capabilities()).contains("CHUNKING", "SIZE 157286400");
        try (Socket layer = joined.leg().layer()) {
            layer.getOutputStream()
                    .write(
                            "MAIL FROM:<razr@example.cz> SIZE=10 BODY=8BITMIME\r\nQUIT\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(layer.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("250 2.1.0 Sender OK\r\n221 2.0.0 ");
        }
    }

    @Test
    void wrongTokenIsRefused() throws Exception {
        assertThat(dialect.join(LAB.smtp(), LabMailbox.ADDRESS, new AccessToken("t0ken")))
                .isInstanceOfSatisfying(
                        Joining.TokenRefused.class,
                        refused -> assertThat(refused.text()).startsWith("535 5.7.3 "));
    }

    @Test
    void smtpThatIsSwitchedOffIsNotTheTokensFault() throws Exception {
        LAB.lab()
                .directory()
                .patch(
                        LabMailbox.EXCHANGE + "/mailboxes/" + LabMailbox.ADDRESS,
                        "smtp-auth: disabled");
        assertThat(join())
                .isInstanceOfSatisfying(
                        Joining.NoAccess.class,
                        denied ->
                                assertThat(denied.text())
                                        .contains("5.7.139", "disabled for the Mailbox"));
        LAB.lab()
                .directory()
                .patch(
                        LabMailbox.EXCHANGE,
                        "{smtp-auth: false, mailboxes: {razr@example.cz: {smtp-auth: inherit}}}");
        assertThat(join())
                .isInstanceOfSatisfying(
                        Joining.NoAccess.class,
                        denied ->
                                assertThat(denied.text())
                                        .contains("5.7.139", "disabled for the Tenant"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 5.7.30 Basic authentication is not supported for Client Submission.",
                "535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to"
                        + " be authenticated successfully. Contact your administrator.",
                "535 5.7.139 Authentication unsuccessful, user is locked by your organization's"
                        + " security defaults policy. Contact your administrator.",
                "530 5.7.57 Client not authenticated to send mail."
            })
    void policiesAreNotTheTokensFault(String reply) throws Exception {
        answer("AUTH", reply);
        assertThat(join()).isEqualTo(new Joining.NoAccess(reply));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "454 4.7.0 Temporary authentication failure",
                "451 4.7.0 Temporary server error. Please try again later. PRX2",
                "421 4.3.2 Service not active"
            })
    void passingTroubleIsPassing(String reply) throws Exception {
        answer("AUTH", reply);
        assertThat(join()).isEqualTo(new Joining.Unavailable(reply));
    }

    @Test
    void greetingMayTurnUsAway() throws Exception {
        answer("CONNECT", "421 4.3.2 Service not active");
        assertThat(join()).isInstanceOf(Joining.Unavailable.class);
    }

    @Test
    void tooManyConnectionsAreThrottling() throws Exception {
        answer("AUTH", "432 4.3.2 Concurrent connections limit exceeded.");
        assertThat(join()).isInstanceOf(Joining.Throttled.class);
    }

    @Test
    void throttlingHasItsHint() throws Exception {
        answer("AUTH", "451 4.7.0 Request is throttled. Suggested Backoff Time: 5000 milliseconds");
        assertThat(join())
                .isInstanceOfSatisfying(
                        Joining.Throttled.class,
                        throttled ->
                                assertThat(throttled.backOff())
                                        .isEqualTo(Optional.of(Duration.ofSeconds(5))));
    }
}
