package dev.postern.protocol.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.protocol.imap.ImapLogin;
import dev.postern.protocol.wire.SessionEnd;
import dev.postern.protocol.wire.SessionEnd.Cause;
import dev.postern.protocol.wire.TlsOffer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What all logins have in common, in the words of IMAP: how long they wait, and how they end.
class LoginTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(50);

    private static RunningLogin server(Duration command, Duration signIn) throws IOException {
        LoginRules rules =
                new LoginRules(
                        "gate.example.cz",
                        new TlsOffer.None(),
                        true,
                        LoginRules.Limits.USUAL,
                        new LoginRules.Deadlines(LONG, command, signIn, LONG));
        return new RunningLogin(socket -> ImapLogin.open(socket, rules), List.of("IMAP4rev1"));
    }

    private static BufferedReader reader(Socket client) throws IOException {
        return new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    }

    private static void say(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void clientThatSaysNothingIsToldAndSentAway() throws Exception {
        try (RunningLogin server = server(SHORT, LONG);
                Socket client = server.connect()) {
            BufferedReader lines = reader(client);
            assertThat(lines.readLine()).startsWith("* OK");
            assertThat(lines.readLine()).startsWith("* BYE You took too long");
            assertThat(lines.readLine()).isNull();
            assertThat(server.end().cause()).isEqualTo(Cause.LATE);
        }
    }

    @Test
    void clientThatNeverSignsInIsSentAwayHoweverManyCommandsItSends() throws Exception {
        try (RunningLogin server = server(LONG, SHORT);
                Socket client = server.connect()) {
            BufferedReader lines = reader(client);
            assertThat(lines.readLine()).startsWith("* OK");
            say(client, "a NOOP\r\nb NO");
            assertThat(lines.readLine()).startsWith("a OK");
            assertThat(lines.readLine()).startsWith("* BYE You took too long");
            assertThat(server.end().cause()).isEqualTo(Cause.LATE);
        }
    }

    @Test
    void clientThatWaitsIsToldWhenTheServiceStops() throws Exception {
        try (RunningLogin server = server(LONG, LONG);
                Socket client = server.connect()) {
            BufferedReader lines = reader(client);
            assertThat(lines.readLine()).startsWith("* OK");
            say(client, "a NOOP\r\n");
            assertThat(lines.readLine()).startsWith("a OK");
            server.login().retire();
            assertThat(lines.readLine()).startsWith("* BYE [UNAVAILABLE] The service is stopping");
            assertThat(server.end().cause()).isEqualTo(Cause.RETIRED);
        }
    }

    @Test
    void waitThatASessionCannotEndIsEndedFromOutside() throws Exception {
        try (RunningLogin server = server(LONG, LONG);
                Socket client = server.connect()) {
            assertThat(reader(client).readLine()).startsWith("* OK");
            Login login = server.login();
            login.cutIfOverdue(System.nanoTime());
            client.setSoTimeout(20);
            while (isOpen(client)) {
                login.cutIfOverdue(System.nanoTime() + Duration.ofMinutes(6).toNanos());
            }
            SessionEnd end = server.end();
            assertThat(end.cause()).isIn(Cause.LATE, Cause.GONE);
        }
    }

    /// The session may not wait yet when it is asked whether it waits too long.
    private static boolean isOpen(Socket client) throws IOException {
        try {
            return client.getInputStream().read() >= 0;
        } catch (SocketTimeoutException _) {
            return true;
        }
    }

    @Test
    void lineThatIsTooLongIsRefusedWithoutItsEnd() throws Exception {
        try (RunningLogin server = server(LONG, LONG);
                Socket client = server.connect()) {
            BufferedReader lines = reader(client);
            assertThat(lines.readLine()).startsWith("* OK");
            say(client, "a".repeat(LoginRules.Limits.USUAL.line() + 1));
            assertThat(lines.readLine()).startsWith("* BYE The line is too long");
            client.shutdownOutput();
            assertThat(lines.readLine()).isNull();
            assertThat(server.end().cause()).isEqualTo(Cause.REFUSED);
        }
    }

    @Test
    void lineAsLongAsItMayBeIsTakenHoweverItIsCut() throws Exception {
        try (RunningLogin server = server(LONG, LONG);
                Socket client = server.connect()) {
            BufferedReader lines = reader(client);
            assertThat(lines.readLine()).startsWith("* OK");
            String line = "a".repeat(LoginRules.Limits.USUAL.line());
            say(client, line + "\r\n");
            assertThat(lines.readLine()).startsWith("* BAD");
            say(client, line + "\r");
            say(client, "\n");
            assertThat(lines.readLine()).startsWith("* BAD");
        }
    }

    @Test
    void clientThatLeavesIsNotWaitedFor() throws Exception {
        try (RunningLogin server = server(LONG, LONG)) {
            try (Socket client = server.connect()) {
                assertThat(reader(client).readLine()).startsWith("* OK");
            }
            assertThat(server.end().cause()).isEqualTo(Cause.GONE);
        }
    }
}
