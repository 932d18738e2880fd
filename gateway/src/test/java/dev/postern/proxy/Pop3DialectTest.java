package dev.postern.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.peers.Ports;
import dev.postern.protocol.sasl.AccessToken;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.protocol.wire.Security;
import dev.postern.protocol.wire.UnreachableException;
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
class Pop3DialectTest {

    @RegisterExtension private static final LabMailbox LAB = new LabMailbox();

    private final Pop3Dialect dialect = new Pop3Dialect();

    private Joining join() throws Exception {
        return dialect.join(LAB.pop3(), LabMailbox.ADDRESS, LAB.token());
    }

    @Test
    void openMailboxIsLeftToTheClientInMidSession() throws Exception {
        Joining joining = join();
        assertThat(joining).isInstanceOf(Joining.Joined.class);
        Joining.Joined joined = (Joining.Joined) joining;
        assertThat(joined.capabilities()).contains("TOP", "UIDL");
        assertThat(joined.leg().unread()).isEmpty();
        try (Socket layer = joined.leg().layer()) {
            layer.getOutputStream().write("STAT\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(layer.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("+OK 0 0\r\n+OK Microsoft Exchange");
        }
    }

    @Test
    void wrongTokenIsRefused() throws Exception {
        assertThat(dialect.join(LAB.pop3(), LabMailbox.ADDRESS, new AccessToken("t0ken")))
                .isEqualTo(
                        new Joining.TokenRefused(
                                "Authentication failure: unknown user name or bad password."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{pop3: false}", // Set-CASMailbox -PopEnabled $false
                "full-access: []" // no Add-MailboxPermission
            })
    void closedMailboxLooksToExchangeLikeAWrongToken(String change) throws Exception {
        LAB.lab()
                .directory()
                .patch(LabMailbox.EXCHANGE + "/mailboxes/" + LabMailbox.ADDRESS, change);
        assertThat(join()).isInstanceOf(Joining.TokenRefused.class);
    }

    @Test
    void throttlingHasItsHint() throws Exception {
        LAB.lab()
                .mail()
                .faults()
                .add(
                        "answer protocol=pop3 command=AUTH text=\"-ERR Request is throttled."
                                + " Suggested Backoff Time: 92415 milliseconds\"");
        assertThat(join())
                .isInstanceOfSatisfying(
                        Joining.Throttled.class,
                        throttled ->
                                assertThat(throttled.backOff())
                                        .isEqualTo(Optional.of(Duration.ofMillis(92_415))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-ERR [SYS/TEMP] Try again later",
                "-ERR [IN-USE] Do you have another POP session running?",
                "-ERR [LOGIN-DELAY] Wait a minute",
                "-ERR Server Unavailable. 15"
            })
    void whatIsNotTheTokensFaultIsNotHeldAgainstIt(String answer) throws Exception {
        LAB.lab().mail().faults().add("answer protocol=pop3 command=AUTH text=\"" + answer + "\"");
        assertThat(join()).isInstanceOf(Joining.Unavailable.class);
    }

    @Test
    void tooManyConnectionsAreNotTheTokensFault() throws Exception {
        LAB.lab().mail().faults().add("too-many-connections protocol=pop3 max=0");
        assertThat(join()).isInstanceOf(Joining.Unavailable.class);
    }

    @Test
    void serverThatIsAwayCannotBeReached() throws Exception {
        int port;
        port = Ports.free();
        Upstream nobody =
                new Upstream(
                        new Endpoint("localhost", port, Security.IMPLICIT),
                        LAB.pop3().trust(),
                        LAB.pop3().deadlines(),
                        "gate.example.cz");
        assertThatThrownBy(() -> dialect.join(nobody, LabMailbox.ADDRESS, LAB.token()))
                .isInstanceOf(UnreachableException.class);
    }

    @Test
    void serverWithoutOurMechanismIsUnfit() throws Exception {
        LAB.lab()
                .mail()
                .faults()
                .add("capabilities protocol=pop3 without=SASL with=\"SASL PLAIN\"");
        assertThat(join()).isInstanceOf(Joining.Unfit.class);
    }
}
