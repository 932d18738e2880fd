package dev.postern.lab.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.Outbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is the same at every desk, tried at the smart host without TLS.
@Tag("slow")
class SmtpWireTest {

    private static final String SENDER = "a@example.org";
    private static final String RECIPIENT = "b@example.net";

    @RegisterExtension private static final SmtpLab LAB = new SmtpLab();

    @BeforeEach
    void withoutTls() throws Exception {
        LAB.patch("/smart-host", "{tls: none}");
    }

    @Test
    void commandsMayBePipelined() throws Exception {
        try (SmtpClient client = greeted()) {
            client.wire()
                    .raw(
                            "MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.net>\r\nRCPT TO:<x>\r\nDATA\r\n");
            assertThat(client.reply()).startsWith("250 2.1.0");
            assertThat(client.reply()).startsWith("250 2.1.5");
            assertThat(client.reply()).startsWith("501 5.1.3");
            assertThat(client.reply()).startsWith("354");
            client.wire().raw("Subject: x\r\n\r\n.\r\nRSET\r\nQUIT\r\n");
            assertThat(client.reply()).startsWith("250 2.0.0 OK");
            assertThat(client.reply()).startsWith("250 2.0.0 Resetting");
            assertThat(client.reply()).startsWith("221");
            assertThat(client.wire().isClosed()).isTrue();
        }
    }

    /// Lines as they are meant, and as they are sent.
    @ParameterizedTest
    @CsvSource({"'.', '..'", "'..', '...'", "'.x', '..x'", "'x.', 'x.'", "'', ''", "' .', ' .'"})
    void stuffedDotsAreTakenAway(String meant, String sent) throws Exception {
        try (SmtpClient client = greeted()) {
            client.envelope(SENDER, RECIPIENT);
            assertThat(client.data("H: 1\r\n\r\n" + sent + "\r\nz\r\n")).startsWith("250");
        }
        assertThat(content()).isEqualTo("H: 1\r\n\r\n" + meant + "\r\nz\r\n");
    }

    /// What ends no message here, though it does elsewhere.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n.\n",
                "\n.\r\n",
                "\r\n.\n",
                "\r.\r",
                "\r\n.\rx",
                "\n\n.\n\n",
                "x\r",
                "\r"
            })
    void onlyCrlfDotCrlfEndsAMessageAndABareLineEndIsRefused(String smuggled) throws Exception {
        try (SmtpClient client = greeted()) {
            client.envelope(SENDER, RECIPIENT);
            String rest = "MAIL FROM:<evil@example.org>\r\nRCPT TO:<b@example.net>\r\n";
            assertThat(client.data("H: 1\r\n\r\nx" + smuggled + rest))
                    .isEqualTo("550 5.6.11 Invalid characters");
            client.mustAsk("NOOP", "250");
        }
        assertThat(LAB.outbox()).isEmpty();
    }

    @Test
    void chunksAreTakenAsTheyCome() throws Exception {
        try (SmtpClient client = greeted()) {
            client.mustAsk("MAIL FROM:<a@example.org> BODY=BINARYMIME", "250");
            client.mustAsk("RCPT TO:<b@example.net>", "250");
            client.mustAsk("DATA", "503 5.5.1");
            client.wire().raw("BDAT 5\r\nA: b\n");
            assertThat(client.reply()).isEqualTo("250 2.0.0 CHUNK received OK, 5 octets");
            client.wire().raw("BDAT 4\r\n\0.\r\nBDAT 0 LAST\r\n");
            assertThat(client.reply()).startsWith("250 2.0.0 CHUNK");
            assertThat(client.reply()).startsWith("250 2.0.0 OK");
        }
        assertThat(content()).isEqualTo("A: b\n\0.\r\n");
    }

    @Test
    void chunkWithoutATransactionIsReadAndRefused() throws Exception {
        try (SmtpClient client = greeted()) {
            client.wire().raw("BDAT 6 LAST\r\nQUIT\r\nNOOP\r\n");
            assertThat(client.reply()).startsWith("503 5.5.2");
            assertThat(client.reply()).startsWith("250");
            client.mustAsk("BDAT x", "501 5.5.4");
            assertThat(client.wire().isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MAIL FROM:<a@example.org>|503 5.5.2 Send hello first",
                "RCPT TO:<b@example.net>|503 5.5.2 Need mail command",
                "DATA|503 5.5.2 Need mail command",
                "AUTH PLAIN|503 5.5.2 Send hello first",
                "STARTTLS|503 5.5.1",
                "EHLO|501 5.0.0",
                "FROB|500 5.3.3 Unrecognized command",
                "VRFY a|252 2.1.5",
                "noop|250"
            })
    void commandOutOfOrderIsRefused(String command, String reply) throws Exception {
        try (SmtpClient client = LAB.connect(LAB.lab().started().smartHost())) {
            client.mustAsk(command, reply);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MAIL FROM:a@example.org|501 5.5.4",
                "MAIL TO:<a@example.org>|501 5.5.4",
                "MAIL FROM:<a@example.org> X=1|501 5.5.4",
                "MAIL FROM:<a@example.org> SIZE=many|501 5.5.4",
                "MAIL FROM:<a@example.org>SIZE=1|501 5.5.4",
                "MAIL FROM:<a>|501 5.1.7",
                "MAIL FROM:<ä@example.org>|550 5.6.7",
                "mail from:<a@example.org> size=1 body=8bitmime ret=hdrs envid=x1|250",
                "MAIL FROM:<ä@example.org> SMTPUTF8|250",
                "MAIL FROM:<\"a b\"@example.org>|250",
                "MAIL FROM: <a@example.org>|250"
            })
    void argumentsOfMailAreRead(String command, String reply) throws Exception {
        try (SmtpClient client = greeted()) {
            client.wire()
                    .send(
                            new String(
                                    command.getBytes(StandardCharsets.UTF_8),
                                    StandardCharsets.ISO_8859_1));
            assertThat(client.reply()).startsWith(reply);
        }
    }

    @Test
    void parametersOfTheEnvelopeAreNoted() throws Exception {
        try (SmtpClient client = greeted()) {
            client.mustAsk("MAIL FROM:<> RET=HDRS ENVID=q1 SIZE=20", "250");
            client.mustAsk(
                    "RCPT TO:<b@example.net> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;b@example.net",
                    "250");
            client.mustAsk("RCPT TO:<c@example.net> NOTIFY=SOMETIMES", "501");
            assertThat(client.data("H: 1\r\n\r\n")).startsWith("250");
        }
        Outbox.Envelope envelope = LAB.outbox().getFirst().envelope();
        assertThat(envelope.sender()).isEmpty();
        assertThat(envelope.parameters()).containsExactly("RET=HDRS", "ENVID=q1", "SIZE=20");
        assertThat(envelope.recipients())
                .singleElement()
                .satisfies(one ->
                        assertThat(one.parameters())
                                .containsExactly(
                                        "NOTIFY=SUCCESS,DELAY", "ORCPT=rfc822;b@example.net"));
    }

    @Test
    void oldClientMaySayHelo() throws Exception {
        try (SmtpClient client = LAB.connect(LAB.lab().started().smartHost())) {
            assertThat(client.askLines("HELO client.example")).hasSize(1);
            client.mustAsk("MAIL FROM:<a@example.org> SIZE=1", "501");
            assertThat(client.send(SENDER, RECIPIENT)).startsWith("250");
        }
    }

    @Test
    void oneTransactionFollowsTheOther() throws Exception {
        try (SmtpClient client = greeted()) {
            for (int i = 0; i < 200; i++) {
                client.envelope(SENDER, RECIPIENT);
                assertThat(client.data("Subject: " + i + "\r\n\r\n")).startsWith("250");
            }
            client.mustAsk("MAIL FROM:<a@example.org>", "250");
            client.mustAsk("MAIL FROM:<a@example.org>", "503 5.5.2 Sender already specified");
            client.mustAsk("DATA", "503 5.5.2 Need rcpt command");
        }
        assertThat(LAB.outbox())
                .hasSize(200)
                .isSortedAccordingTo((one, other) -> Long.compare(one.number(), other.number()));
        assertThat(content()).isEqualTo("Subject: 199\r\n\r\n");
    }

    @Test
    void clientThatErrsTooOftenIsSentAway() throws Exception {
        try (SmtpClient client = greeted()) {
            for (int i = 0; i < 20; i++) {
                client.mustAsk("FROB", "500");
            }
            assertThat(client.reply()).startsWith("421 4.7.0 Too many errors");
            assertThat(client.wire().isClosed()).isTrue();
        }
    }

    @Test
    void lineWithoutEndIsRefusedAndTheNextOneHeard() throws Exception {
        try (SmtpClient client = greeted()) {
            client.wire().raw("NOOP " + "x".repeat(70_000) + "\r\n");
            assertThat(client.reply()).startsWith("500 5.5.2");
            client.wire().raw("NOOP\n");
            assertThat(client.reply()).startsWith("500 5.5.2");
            client.mustAsk("NOOP", "250");
        }
    }

    @Test
    void whatWasSaidBeforeTlsIsForgotten() throws Exception {
        LAB.patch("/smart-host", "{tls: starttls}");
        try (SmtpClient client = greeted()) {
            client.envelope(SENDER, RECIPIENT);
            client.wire().raw("STARTTLS\r\nDATA\r\nSubject: injected\r\n\r\n.\r\n");
            assertThat(client.reply()).startsWith("220");
            client.wire().secure(LAB.lab().clientContext());
            client.mustAsk("DATA", "503 5.5.2 Need mail command");
            client.mustAsk("MAIL FROM:<a@example.org>", "503 5.5.2 Send hello first");
        }
        assertThat(LAB.outbox()).isEmpty();
    }

    @Test
    void secretIsNowhereInTheJournal() throws Exception {
        LAB.patch("/smart-host", "{accounts: {erp: open-sesame}}");
        String plain = SmtpLab.base64("\0erp\0open-sesame");
        try (SmtpClient client = greeted()) {
            client.mustAsk("AUTH PLAIN " + SmtpLab.base64("\0erp\0wrong"), "535");
            client.mustAsk("AUTH PLAIN", "334 ");
            client.mustAsk(plain, "235");
            client.mustAsk("AUTH PLAIN", "503");
        }
        assertThat(LAB.lab().mail().journal().dialogues("erp").getLast().lines())
                .contains("C: AUTH PLAIN ***", "C: ***")
                .noneMatch(line -> line.contains("sesame") || line.contains(plain));
    }

    private static SmtpClient greeted() throws IOException {
        SmtpClient client = LAB.connect(LAB.lab().started().smartHost());
        client.ask("EHLO client.example");
        return client;
    }

    private static String content() throws IOException {
        return new String(
                LAB.outbox().getLast().content().source().orElseThrow().open().readAllBytes(),
                StandardCharsets.ISO_8859_1);
    }
}
