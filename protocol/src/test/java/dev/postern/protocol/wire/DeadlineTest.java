package dev.postern.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postern.protocol.script.Script;
import dev.postern.protocol.script.ScriptedServer;
import dev.postern.protocol.script.ScriptedServer.Delivery;
import dev.postern.protocol.script.SlowLine;
import dev.postern.protocol.script.TestTls;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Each wait, against a peer that lets us wait. The limits here are tens of milliseconds.
@Timeout(60)
class DeadlineTest {

    private static final Duration SHORT = Duration.ofMillis(40);
    private static final Deadlines PATIENT = Deadlines.USUAL;

    @Test
    void aSilentServerDoesNotKeepUsWaitingForItsGreeting() throws Exception {
        Deadlines deadlines = withGreeting(SHORT);
        try (ScriptedServer server = playing("STALL");
                Connection connection = open(server, deadlines)) {
            expectDeadline(Wait.GREETING, SHORT, () -> connection.input().line(Wait.GREETING, 99));
        }
    }

    @Test
    void aReplyMustBeCompleteInTime() throws Exception {
        Deadlines deadlines = PATIENT.withReply(SHORT);
        try (ScriptedServer server = new ScriptedServer(client -> drip(client, "+OK slow"));
                Connection connection = open(server, deadlines)) {
            expectDeadline(Wait.REPLY, SHORT, () -> connection.input().line(Wait.REPLY, 99));
        }
    }

    @Test
    void dataMustNotStall() throws Exception {
        Deadlines deadlines = PATIENT.withData(SHORT, new Pace(1, Duration.ofMinutes(1)));
        try (ScriptedServer server = playing("S- half", "STALL");
                Connection connection = open(server, deadlines)) {
            expectDeadline(
                    Wait.SILENCE, SHORT, () -> connection.input().transfer(100, Sink.DISCARD));
        }
    }

    @Test
    void dataMustNotDrip() throws Exception {
        Duration window = Duration.ofMillis(80);
        Deadlines deadlines = PATIENT.withData(Duration.ofMinutes(1), new Pace(1000, window));
        try (ScriptedServer server = new ScriptedServer(client -> drip(client, "x".repeat(5000)));
                Connection connection = open(server, deadlines)) {
            expectDeadline(
                    Wait.PACE, window, () -> connection.input().transfer(5000, Sink.DISCARD));
        }
    }

    @Test
    @Tag("slow") // several windows must pass
    void dataThatKeepThePaceMayTakeLong() throws Exception {
        Deadlines deadlines =
                PATIENT.withData(Duration.ofSeconds(5), new Pace(1, Duration.ofMillis(250)));
        try (ScriptedServer server = new ScriptedServer(client -> drip(client, "x".repeat(60)));
                Connection connection = open(server, deadlines)) {
            long[] count = new long[1];
            connection.input().transfer(60, (_, _, part) -> count[0] += part);
            assertThat(count[0]).isEqualTo(60);
        }
    }

    @Test
    void theTimeASinkTakesIsNotHeldAgainstThePeer() throws Exception {
        Duration window = Duration.ofMillis(30);
        Deadlines deadlines = PATIENT.withData(Duration.ofSeconds(5), new Pace(1000, window));
        try (ScriptedServer server = playing("S- 12345678");
                Connection connection = open(server, deadlines)) {
            connection.input().transfer(4, (_, _, _) -> pause(40));
            connection.input().transfer(4, Sink.DISCARD);
        }
    }

    @Test
    void theVisitHasAnEnd() throws Exception {
        Deadlines deadlines = PATIENT.withVisit(SHORT);
        try (ScriptedServer server = playing("S- 123", "STALL");
                Connection connection = open(server, deadlines)) {
            expectDeadline(Wait.VISIT, SHORT, () -> connection.input().transfer(100, Sink.DISCARD));
        }
    }

    @Test
    void aPeerThatDoesNotReadDoesNotHoldUsUp() throws Exception {
        Deadlines deadlines =
                new Deadlines(
                        PATIENT.connect(),
                        PATIENT.handshake(),
                        PATIENT.greeting(),
                        PATIENT.reply(),
                        PATIENT.silence(),
                        PATIENT.pace(),
                        SHORT,
                        PATIENT.acceptance(),
                        PATIENT.visit());
        try (ScriptedServer server =
                        new ScriptedServer(client -> {
                            while (!client.isClosed()) {
                                pause(10);
                                client.getOutputStream().write('x');
                            }
                        });
                Connection connection = open(server, deadlines)) {
            byte[] much = new byte[1024 * 1024];
            expectDeadline(
                    Wait.WRITE,
                    SHORT,
                    () -> {
                        for (int i = 0; i < 100; i++) {
                            connection.output().write(much);
                        }
                    });
        }
    }

    @Test
    void aHandshakeMustEnd() throws Exception {
        Deadlines deadlines =
                new Deadlines(
                        PATIENT.connect(),
                        SHORT,
                        PATIENT.greeting(),
                        PATIENT.reply(),
                        PATIENT.silence(),
                        PATIENT.pace(),
                        PATIENT.write(),
                        PATIENT.acceptance(),
                        PATIENT.visit());
        try (ScriptedServer server = playing("STALL")) {
            Endpoint endpoint = new Endpoint("127.0.0.1", server.port(), Security.IMPLICIT);
            expectDeadline(
                    Wait.HANDSHAKE,
                    SHORT,
                    () -> {
                        SSLContext tls = defaultTls();
                        Connection.open(endpoint, tls, deadlines, Dialogue.UNHEARD).close();
                    });
        }
    }

    /// Within a TLS record the socket's own timeout would start anew with every octet.
    @Test
    @Tag("slow") // makes a key
    void aDripWithinATlsRecordIsADripAllTheSame(@TempDir Path folder) throws Exception {
        TestTls tls = TestTls.forNames(folder, "ip:127.0.0.1");
        Duration window = Duration.ofMillis(200);
        Deadlines deadlines = PATIENT.withData(Duration.ofMinutes(1), new Pace(1000, window));
        try (ScriptedServer secure =
                        new ScriptedServer(client -> {
                            SSLSocket layer = serverSide(tls, client);
                            layer.getOutputStream().write(new byte[10_000]);
                            while (layer.getInputStream().read() >= 0) {}
                        });
                ScriptedServer line = new ScriptedServer(new SlowLine(secure.port(), 3_000, 10))) {
            Endpoint endpoint = new Endpoint("127.0.0.1", line.port(), Security.IMPLICIT);
            try (Connection connection =
                    Connection.open(endpoint, tls.client(), deadlines, Dialogue.UNHEARD)) {
                expectDeadline(
                        Wait.PACE, window, () -> connection.input().transfer(10_000, Sink.DISCARD));
            }
        }
    }

    @Test
    void deadlinesAreFinite() {
        assertThatIllegalArgumentException().isThrownBy(() -> PATIENT.withReply(Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PATIENT.withVisit(Duration.ofDays(1000)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Pace(1, Duration.ZERO));
    }

    private interface Action {
        void run() throws IOException;
    }

    private static void expectDeadline(Wait wait, Duration limit, Action action) {
        long start = System.nanoTime();
        assertThatExceptionOfType(DeadlineException.class)
                .isThrownBy(action::run)
                .withMessageStartingWith("waited " + limit.toMillis() + " ms for 127.0.0.1:")
                .satisfies(e -> {
                    assertThat(e.waitedFor()).isEqualTo(wait);
                    assertThat(e.limit()).isEqualTo(limit);
                });
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(limit.minus(Duration.ofMillis(20)));
    }

    private static Deadlines withGreeting(Duration limit) {
        return new Deadlines(
                PATIENT.connect(),
                PATIENT.handshake(),
                limit,
                PATIENT.reply(),
                PATIENT.silence(),
                PATIENT.pace(),
                PATIENT.write(),
                PATIENT.acceptance(),
                PATIENT.visit());
    }

    private static ScriptedServer playing(String... lines) throws IOException {
        return ScriptedServer.playing(Script.of(lines), Delivery.WHOLE);
    }

    private static Connection open(ScriptedServer server, Deadlines deadlines) throws IOException {
        return Connection.open(
                new Endpoint("127.0.0.1", server.port(), Security.NONE),
                defaultTls(),
                deadlines,
                Dialogue.UNHEARD);
    }

    private static SSLContext defaultTls() {
        try {
            return SSLContext.getDefault();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static SSLSocket serverSide(TestTls tls, Socket client) throws IOException {
        SSLSocket layer =
                (SSLSocket) tls.server().getSocketFactory().createSocket(client, null, true);
        layer.setUseClientMode(false);
        layer.startHandshake();
        return layer;
    }

    private static void drip(Socket client, String text) throws IOException {
        OutputStream out = client.getOutputStream();
        for (int i = 0; i < text.length(); i++) {
            out.write(text.charAt(i));
            pause(10);
        }
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
