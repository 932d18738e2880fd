package dev.postern.protocol.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.protocol.sasl.Password;
import dev.postern.protocol.sasl.Plain;
import dev.postern.protocol.script.Script;
import dev.postern.protocol.script.ScriptedServer;
import dev.postern.protocol.script.ScriptedServer.Delivery;
import dev.postern.protocol.wire.DeadlineException;
import dev.postern.protocol.wire.Deadlines;
import dev.postern.protocol.wire.Dialogue;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.protocol.wire.ProtocolException;
import dev.postern.protocol.wire.Security;
import dev.postern.protocol.wire.Wait;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class SmtpClientTest {

    private static final Envelope ENVELOPE = to("a@example.cz");
    private static final byte[] MESSAGE = "hi\r\n".getBytes(StandardCharsets.US_ASCII);

    private final List<String> overheard = new ArrayList<>();
    private final Dialogue dialogue =
            new Dialogue() {
                @Override
                public void sent(String line) {
                    overheard.add("C: " + line);
                }

                @Override
                public void received(String line) {
                    overheard.add("S: " + line);
                }
            };

    @Test
    void theFinalDotHasItsOwnDeadline() throws Exception {
        Duration limit = Duration.ofMillis(40);
        try (ScriptedServer server =
                        playing(
                                "S: 220 hi",
                                "C: EHLO *",
                                "S: 250 hello",
                                "C: MAIL FROM*",
                                "S: 250 ok",
                                "C: RCPT TO*",
                                "S: 250 ok",
                                "C: DATA",
                                "S: 354 go on",
                                "C: hi",
                                "C: .",
                                "STALL");
                SmtpClient client = connect(server, SmtpClient.DEADLINES.withAcceptance(limit))) {
            Transaction transaction =
                    client.send(ENVELOPE, MESSAGE.length, new ByteArrayInputStream(MESSAGE));
            assertThat(transaction.end())
                    .isInstanceOfSatisfying(
                            Transaction.End.Unheard.class,
                            unheard ->
                                    assertThat(unheard.cause())
                                            .isInstanceOfSatisfying(
                                                    DeadlineException.class,
                                                    e ->
                                                            assertThat(e.waitedFor())
                                                                    .isEqualTo(Wait.ACCEPTANCE)));
            assertThat(client.usable()).isFalse();
        }
    }

    @Test
    void aMessageThatCannotBeReadToItsEndIsNotEnded() throws Exception {
        try (ScriptedServer server =
                        playing(
                                "S: 220 hi",
                                "C: EHLO *",
                                "S: 250 hello",
                                "C: MAIL FROM*",
                                "S: 250 ok",
                                "C: RCPT TO*",
                                "S: 250 ok",
                                "C: DATA",
                                "S: 354 go on");
                SmtpClient client = connect(server, SmtpClient.DEADLINES)) {
            InputStream broken =
                    new FilterInputStream(InputStream.nullInputStream()) {
                        @Override
                        public int read(byte[] buffer, int from, int count) throws IOException {
                            throw new IOException("the disk is gone");
                        }
                    };
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> client.send(ENVELOPE, 10, broken))
                    .withMessage("the disk is gone");
            assertThat(client.usable()).isFalse();
        }
    }

    @Test
    void manyRecipientsGoInPortionsThatCannotChokeEitherSide() throws Exception {
        List<String> addresses =
                IntStream.range(0, 250).mapToObj(i -> "r" + i + "@example.cz").toList();
        Stream<String> script =
                Stream.of(
                                Stream.of("S: 220 hi", "C: EHLO *", "S: 250-hello"),
                                Stream.of("S: 250 PIPELINING", "C: MAIL FROM*"),
                                portion(0, 99),
                                portion(99, 199),
                                rcpts(199, 250),
                                Stream.of("C: DATA"),
                                IntStream.range(199, 250).mapToObj(_ -> "S: 250 ok"),
                                Stream.of("S: 354 go on", "C: hi", "C: .", "S: 250 thanks"),
                                Stream.of("C: QUIT", "S: 221 bye"))
                        .flatMap(lines -> lines);
        try (ScriptedServer server = playing(script.toArray(String[]::new));
                SmtpClient client = connect(server, SmtpClient.DEADLINES)) {
            Transaction transaction =
                    client.send(
                            to(addresses.toArray(String[]::new)),
                            MESSAGE.length,
                            new ByteArrayInputStream(MESSAGE));
            assertThat(transaction.end()).hasToString("Accepted[reply=250 thanks]");
            assertThat(transaction.refused()).hasSize(1);
            client.quit();
            server.finish();
        }
    }

    /// Recipients that are asked for, and then answered: the first of all with the reply to MAIL
    /// before it, the last of a portion with a refusal if it is the very first portion.
    private static Stream<String> portion(int from, int to) {
        List<String> lines = new ArrayList<>(rcpts(from, to).toList());
        if (from == 0) {
            lines.add("S: 250 sender ok");
        }
        for (int i = from; i < to; i++) {
            lines.add(i == 0 ? "S: 550 not you" : "S: 250 ok");
        }
        return lines.stream();
    }

    private static Stream<String> rcpts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "C: RCPT TO:<r" + i + "@example.cz>");
    }

    @Test
    void neitherPasswordsNorMessagesAreOverheard() throws Exception {
        try (ScriptedServer server =
                        playing(
                                "S: 220 hi",
                                "C: EHLO *",
                                "S: 250-hello",
                                "S: 250-PIPELINING",
                                "S: 250 AUTH PLAIN",
                                "C: AUTH PLAIN *",
                                "S: 235 2.7.0 welcome",
                                "C: MAIL FROM*",
                                "C: RCPT TO*",
                                "C: DATA",
                                "S: 250 ok",
                                "S: 250 ok",
                                "S: 354 go on",
                                "C: hi",
                                "C: .",
                                "S: 250 ok",
                                "C: QUIT",
                                "S: 221 bye");
                SmtpClient client = connect(server, SmtpClient.DEADLINES)) {
            Authenticated authenticated =
                    client.authenticate(new Plain("printer1", new Password("open sesame")));
            assertThat(authenticated.reply()).hasToString("Optional[235 2.7.0 welcome]");
            client.send(ENVELOPE, MESSAGE.length, new ByteArrayInputStream(MESSAGE));
            client.quit();
            server.finish();
        }
        assertThat(overheard)
                .contains("C: AUTH PLAIN ***", "C: <4 octets>", "C: QUIT", "S: 221 bye")
                .doesNotContain("C: hi")
                .noneMatch(line -> line.contains("AG9wZW4"));
    }

    @Test
    void aServerThatIsSilentAtTheEndIsNotWaitedFor() throws Exception {
        try (ScriptedServer server =
                        playing("S: 220 hi", "C: EHLO *", "S: 250 hello", "C: QUIT", "CLOSE");
                SmtpClient client = connect(server, SmtpClient.DEADLINES)) {
            client.quit();
            server.finish();
        }
    }

    /// RFC 3207 §4.2, and what somebody in between may do.
    @Test
    void whatIsInjectedBeforeTlsEndsTheSession() throws Exception {
        try (ScriptedServer server =
                        playing(
                                "S: 220 hi",
                                "C: EHLO *",
                                "S: 250-hello",
                                "S: 250 STARTTLS",
                                "C: STARTTLS",
                                "S- 220 go on\r\n250 injected\r\n");
                SmtpClient client = connect(server, SmtpClient.DEADLINES)) {
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(client::secureIfOffered)
                    .withMessageContaining("went on in the clear");
            assertThat(client.usable()).isFalse();
        }
    }

    @Test
    void endlessRepliesAreCutOff() throws Exception {
        String[] script =
                Stream.concat(
                                Stream.of("S: 220 hi", "C: EHLO *"),
                                IntStream.range(0, 129).mapToObj(_ -> "S: 250-more"))
                        .toArray(String[]::new);
        try (ScriptedServer server = playing(script)) {
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> connect(server, SmtpClient.DEADLINES))
                    .withMessageContaining("sent a reply of more than 128 lines");
        }
    }

    @Test
    void endlessLinesAreCutOff() throws Exception {
        try (ScriptedServer server = playing("S: 220 " + "x".repeat(9000))) {
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> connect(server, SmtpClient.DEADLINES))
                    .withMessageContaining("sent a line of more than 8192 octets");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\r\nMAIL", "[::1", "é"})
    void whatIsNoNameIsNotGreetedWith(String name) {
        Endpoint endpoint = new Endpoint("127.0.0.1", 1, Security.NONE);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        SmtpClient.connect(
                                endpoint,
                                SSLContext.getDefault(),
                                name,
                                SmtpClient.DEADLINES,
                                dialogue));
    }

    private static Envelope to(String... addresses) {
        return new Envelope(
                Optional.of(AddrSpec.of("scan@example.cz")),
                Stream.of(addresses).map(AddrSpec::of).map(Recipient::of).toList(),
                Envelope.Options.NONE);
    }

    private SmtpClient connect(ScriptedServer server, Deadlines deadlines) throws Exception {
        return SmtpClient.connect(
                new Endpoint("127.0.0.1", server.port(), Security.NONE),
                SSLContext.getDefault(),
                "[127.0.0.1]",
                deadlines,
                dialogue);
    }

    private static ScriptedServer playing(String... lines) throws IOException {
        return ScriptedServer.playing(Script.of(lines), Delivery.WHOLE);
    }
}
