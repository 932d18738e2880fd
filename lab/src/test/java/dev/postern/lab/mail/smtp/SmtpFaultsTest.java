package dev.postern.lab.mail.smtp;

import static dev.postern.lab.mail.smtp.SmtpLab.NOREPLY;
import static dev.postern.lab.mail.smtp.SmtpLab.RAZR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.lab.mail.WireClient;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class SmtpFaultsTest {

    private static final String RECIPIENT = "b@example.net";

    @RegisterExtension private static final SmtpLab LAB = new SmtpLab();

    @BeforeEach
    void withoutTls() throws Exception {
        LAB.patch("/smart-host", "{tls: none, accounts: {erp: secret}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EHLO", "AUTH", "MAIL", "RCPT", "DATA", "DOT", "QUIT"})
    void anyReplyCanBeWantedAtAnyStage(String stage) throws Exception {
        String wanted = "451 4.7.0 Temporary server error. PRX2";
        fault("answer protocol=smart-host command=" + stage + " times=1 text=\"" + wanted + "\"");

        try (SmtpClient client = LAB.connect(LAB.lab().started().smartHost())) {
            assertThat(upTo(client, stage)).isEqualTo(wanted);
        }

        assertThat(LAB.outbox()).hasSize(stage.equals("QUIT") ? 1 : 0);
        try (SmtpClient client = LAB.connect(LAB.lab().started().smartHost())) {
            assertThat(upTo(client, "DOT")).startsWith("250");
        }
    }

    @Test
    void greetingCanBeAnother() throws Exception {
        fault(
                "answer protocol=smart-host command=CONNECT times=1 text=\"421 4.3.2 Service not active\"");
        try (SmtpClient client = LAB.dial(LAB.lab().started().smartHost())) {
            assertThat(client.reply()).isEqualTo("421 4.3.2 Service not active");
            assertThat(client.wire().isClosed()).isTrue();
        }
    }

    @Test
    void replyThatClosesTheServiceEndsTheSession() throws Exception {
        fault("answer protocol=smart-host command=RCPT text=\"421 4.3.2 Service not active\"");
        try (SmtpClient client = LAB.connect(LAB.lab().started().smartHost())) {
            assertThat(upTo(client, "RCPT")).startsWith("421");
            assertThat(client.wire().isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EHLO", "AUTH", "MAIL", "RCPT", "DATA", "DOT"})
    void connectionCanEndAtAnyStageAndNothingIsKept(String stage) throws Exception {
        fault("drop protocol=smart-host times=1 command=" + stage);
        try (SmtpClient client = LAB.connect(LAB.lab().started().smartHost())) {
            assertThatThrownBy(() -> upTo(client, stage)).isInstanceOf(IOException.class);
        }
        assertThat(LAB.outbox()).isEmpty();
    }

    @Test
    void replyToTheEndCanBeLostThoughTheMessageIsKept() throws Exception {
        fault("lost-reply protocol=smart-host times=1");
        try (SmtpClient client = LAB.connect(LAB.lab().started().smartHost())) {
            assertThatThrownBy(() -> upTo(client, "DOT")).isInstanceOf(IOException.class);
        }
        assertThat(LAB.outbox()).hasSize(1);

        try (SmtpClient client = LAB.connect(LAB.lab().started().smartHost())) {
            assertThat(upTo(client, "DOT")).startsWith("250");
        }
        assertThat(LAB.outbox())
                .extracting(one -> one.content().sha256())
                .hasSize(2)
                .containsOnly(LAB.outbox().getFirst().content().sha256());
    }

    @Test
    void replyToTheLastChunkCanBeLostToo() throws Exception {
        fault("lost-reply protocol=smart-host");
        try (SmtpClient client = LAB.connect(LAB.lab().started().smartHost())) {
            upTo(client, "RCPT");
            client.wire().raw("BDAT 8 LAST\r\nA: b\r\n\r\n");
            assertThatThrownBy(client::reply).isInstanceOf(IOException.class);
        }
        assertThat(LAB.outbox()).hasSize(1);
    }

    @Test
    void everyThirdRecipientCanBeRefused() throws Exception {
        fault("nth-recipient protocol=smart-host n=3 text=\"452 4.2.2 Mailbox full\"");
        try (SmtpClient client = LAB.connect(LAB.lab().started().smartHost())) {
            upTo(client, "MAIL");
            for (int i = 1; i <= 7; i++) {
                client.mustAsk(
                        "RCPT TO:<r" + i + "@example.net>", i % 3 == 0 ? "452 4.2.2" : "250");
            }
            assertThat(client.data(SmtpClient.MESSAGE)).startsWith("250");
        }
        assertThat(LAB.outbox().getFirst().envelope().addresses())
                .containsExactly(
                        "r1@example.net",
                        "r2@example.net",
                        "r4@example.net",
                        "r5@example.net",
                        "r7@example.net");
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop", "reset"})
    void messageCanBreakOffInTheMiddle(String way) throws Exception {
        fault("intake protocol=smart-host way=" + way + " after=10");
        try (SmtpClient client = LAB.connect(LAB.lab().started().smartHost())) {
            upTo(client, "DATA");
            assertThatThrownBy(
                            () -> {
                                client.wire().raw("Subject: too long for this\r\n\r\n.\r\n");
                                client.reply();
                            })
                    .isInstanceOf(IOException.class);
        }
        assertThat(LAB.outbox()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"stall, 50ms, 50", "drip, 5ms, 50"})
    void messageCanBeReadSlowly(String way, String time, long least) throws Exception {
        fault("intake protocol=smart-host after=5 way=" + way + " time=" + time);
        try (SmtpClient client = LAB.connect(LAB.lab().started().smartHost())) {
            upTo(client, "DATA");
            long before = System.nanoTime();
            client.wire().raw("Subject: x\r\n\r\n.\r\n");
            assertThat(client.reply()).startsWith("250");
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before))
                    .isGreaterThanOrEqualTo(least);
        }
        assertThat(LAB.outbox()).hasSize(1);
    }

    @Test
    void replyCanDripAndComeLate() throws Exception {
        fault("latency protocol=smart-host command=EHLO time=40ms");
        fault("drip protocol=smart-host command=MAIL time=3ms");
        try (SmtpClient client = LAB.connect(LAB.lab().started().smartHost())) {
            long before = System.nanoTime();
            client.mustAsk("EHLO client.example", "250");
            client.mustAsk("MAIL FROM:<a@example.org>", "250 2.1.0 Sender OK");
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before))
                    .isGreaterThanOrEqualTo(80);
        }
    }

    @Test
    void silenceAfterSomeOctetsIsBrokenByTheClientsPatience() throws Exception {
        fault("stall protocol=smart-host command=DOT after=7");
        try (SmtpClient client = LAB.connect(LAB.lab().started().smartHost())) {
            upTo(client, "DATA");
            client.wire().patience(Duration.ofMillis(100));
            client.wire().raw("Subject: x\r\n\r\n.\r\n");
            assertThat(client.wire().text(7)).isEqualTo("250 2.0");
            assertThatThrownBy(client::reply).isInstanceOf(IOException.class);
        }
        assertThat(LAB.outbox()).hasSize(1);
    }

    @Test
    void extensionsCanBeOthers() throws Exception {
        fault("capabilities protocol=smart-host without=PIPELINING,SIZE with=\"AUTH CRAM-MD5\"");
        try (SmtpClient client = LAB.connect(LAB.lab().started().smartHost())) {
            assertThat(client.askLines("EHLO client.example"))
                    .contains("250 AUTH CRAM-MD5")
                    .noneMatch(line -> line.contains("PIPELINING") || line.contains("SIZE"));
        }
    }

    @Test
    void faultOfOneServerOrAccountIsNotAnothers() throws Exception {
        fault(
                "answer protocol=smtp mailbox=noreply@example.cz command=MAIL text=\"451 4.3.2 later\"");
        try (SmtpClient client = LAB.connect(LAB.lab().started().smartHost())) {
            assertThat(upTo(client, "DOT")).startsWith("250");
        }
        try (SmtpClient client = LAB.exchange(RAZR)) {
            client.mustAsk("MAIL FROM:<" + RAZR + ">", "250");
        }
        try (SmtpClient client = LAB.exchange(NOREPLY)) {
            client.mustAsk("MAIL FROM:<" + NOREPLY + ">", "451 4.3.2 later");
        }
    }

    @Test
    void sessionCanEndWithItsToken() throws Exception {
        fault("token-bound");
        try (SmtpClient client = LAB.exchange(NOREPLY)) {
            LAB.lab().clock().advance(Duration.ofHours(2));
            assertThat(client.ask("NOOP")).startsWith("421 4.7.0 Session invalidated");
            assertThat(client.wire().isClosed()).isTrue();
        }
    }

    @Test
    void tooManyConnectionsEndTheSession() throws Exception {
        fault("too-many-connections protocol=smtp max=0");
        try (SmtpClient client = LAB.secure(LAB.lab().started().smtp())) {
            client.mustAsk("AUTH XOAUTH2 " + WireClient.xoauth2(NOREPLY, LAB.token()), "421 4.3.2");
            assertThat(client.wire().isClosed()).isTrue();
        }
    }

    /// Says what a client says up to this stage; the reply to that.
    private static String upTo(SmtpClient client, String stage) throws IOException {
        String[] commands = {
            "EHLO client.example",
            "AUTH PLAIN " + SmtpLab.base64("\0erp\0secret"),
            "MAIL FROM:<a@example.org>",
            "RCPT TO:<" + RECIPIENT + ">",
            "DATA"
        };
        for (String command : commands) {
            String reply = client.ask(command);
            if (command.startsWith(stage)) {
                return reply;
            }
            assertThat(reply).matches("[23].*");
        }
        client.wire().raw("Subject: x\r\n\r\n.\r\n");
        String reply = client.reply();
        return stage.equals("DOT") ? reply : client.ask(stage);
    }

    private static void fault(String line) {
        LAB.lab().mail().faults().add(line);
    }
}
