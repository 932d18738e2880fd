package dev.postern.lab.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.lab.mail.TestTls;
import dev.postern.lab.mail.WireClient;
import dev.postern.lab.mail.net.Transport;
import dev.postern.lab.mail.store.Flag;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ImapNetworkFaultsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @RegisterExtension final ImapFixture lab = new ImapFixture();

    @BeforeEach
    void start() throws IOException {
        lab.deliver("one");
    }

    @Test
    void connectionEndsWithinTheContent() throws IOException {
        lab.exchange.faults().add("drop command=FETCH from=content after=5");
        try (WireClient client = lab.select()) {
            client.send("a FETCH 1 BODY.PEEK[TEXT]");
            assertThat(client.rest()).isEqualTo("* 1 FETCH (BODY[TEXT] {8}\r\nHello");
        }
    }

    @Test
    void connectionEndsAfterTheContentAndBeforeTheAnswer() throws IOException {
        lab.exchange.faults().add("drop command=FETCH from=answer");
        try (WireClient client = lab.select()) {
            client.send("a FETCH 1 BODY.PEEK[TEXT]");
            assertThat(client.rest()).isEqualTo("* 1 FETCH (BODY[TEXT] {8}\r\nHello.\r\n)\r\n");
        }
    }

    @Test
    void storeIsDoneThoughTheConnectionEndsBeforeItsAnswer() throws IOException {
        lab.exchange.faults().add("drop command=STORE from=answer");
        try (WireClient client = lab.select()) {
            client.send("a UID STORE 1 +FLAGS.SILENT (\\Deleted)");
            assertThat(client.rest()).isEmpty();
        }
        assertThat(lab.inbox().messages().getFirst().is(Flag.DELETED)).isTrue();
    }

    @Test
    void connectionEndsAtTheMessageThatIsNamed() throws IOException {
        lab.deliver("two");
        lab.exchange.faults().add("drop uid=2 from=content after=3");
        try (WireClient client = lab.select()) {
            client.send("a UID FETCH 1:2 BODY.PEEK[TEXT]");
            assertThat(client.rest())
                    .isEqualTo(
                            "* 1 FETCH (UID 1 BODY[TEXT] {8}\r\nHello.\r\n)\r\n"
                                    + "* 2 FETCH (UID 2 BODY[TEXT] {8}\r\nHel");
        }
    }

    @Test
    void connectionIsReset() throws IOException {
        lab.exchange.faults().add("reset command=NOOP");
        try (WireClient client = lab.select()) {
            client.send("a NOOP");
            assertThatThrownBy(client::line).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void greetingFailsOnlyByName() throws IOException {
        lab.exchange.faults().add("drop times=1");
        lab.connect().close();
        lab.exchange.faults().clear();
        lab.exchange.faults().add("drop command=CONNECT");
        try (WireClient client = WireClient.connect(lab.server().port())) {
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void stalledAnswerComesAfterItsTime() throws IOException {
        lab.exchange.faults().add("stall command=NOOP after=4 time=60ms");
        try (WireClient client = lab.select()) {
            client.send("a NOOP");
            assertThat(client.text(4)).isEqualTo("a OK");
            client.patience(Duration.ofMillis(20));
            assertThatThrownBy(() -> client.octets(1)).isInstanceOf(SocketTimeoutException.class);
            client.patience(PATIENCE);
            assertThat(client.line()).isEqualTo(" NOOP completed.");
        }
    }

    @Test
    void stallHoldsTheConnectionUntilTheClientGoes() throws Exception {
        lab.exchange.faults().add("stall command=FETCH from=content after=2");
        try (WireClient client = lab.select()) {
            client.send("a FETCH 1 BODY.PEEK[TEXT]");
            client.line();
            client.octets(2);
            assertThat(lab.exchange.journal().connectionsOpen()).isEqualTo(1);
        }
        assertThat(lab.exchange.journal().await(now -> now.connectionsOpen() == 0, PATIENCE))
                .isTrue();
    }

    @Test
    void stallWithinTlsHoldsTheConnectionUntilTheClientGoes() throws Exception {
        lab.exchange.faults().add("stall command=CAPABILITY after=20");
        TestTls tls = TestTls.create();
        try (ImapServer server =
                ImapServer.start(lab.exchange, new Transport.Implicit(tls.context()), 0)) {
            try (WireClient client = WireClient.connect(server.port(), tls.context())) {
                client.line();
                client.send("a CAPABILITY");
                assertThat(client.text(20)).isEqualTo("* CAPABILITY IMAP4 I");
                assertThat(lab.exchange.journal().connectionsOpen()).isEqualTo(1);
            }
            assertThat(lab.exchange.journal().await(now -> now.connectionsOpen() == 0, PATIENCE))
                    .isTrue();
        }
    }

    @Test
    void closingTheServerEndsAStall() throws IOException {
        lab.exchange.faults().add("stall command=NOOP");
        try (WireClient client = lab.select()) {
            client.send("a NOOP");
            client.patience(Duration.ofMillis(20));
            assertThatThrownBy(() -> client.octets(1)).isInstanceOf(SocketTimeoutException.class);
            lab.server().close();
            assertThat(lab.exchange.journal().connectionsOpen()).isZero();
        }
    }

    @Test
    void answerDripsByteByByte() throws IOException {
        lab.exchange.faults().add("drip command=NOOP times=1 after=2 time=1ms");
        try (WireClient client = lab.select()) {
            long before = System.nanoTime();
            assertThat(client.ask("a", "NOOP")).containsExactly("a OK NOOP completed.");
            assertThat(System.nanoTime() - before).isGreaterThan(18_000_000);
            assertThat(client.ask("b", "NOOP")).containsExactly("b OK NOOP completed.");
        }
    }

    @Test
    void everyAnswerIsLate() throws IOException {
        lab.exchange.faults().add("latency time=20ms command=NOOP");
        try (WireClient client = lab.select()) {
            long before = System.nanoTime();
            client.ask("a", "NOOP");
            assertThat(System.nanoTime() - before).isGreaterThan(19_000_000);
        }
    }

    @Test
    @Tag("slow")
    void pipelinedCommandsSurviveALateAnswer() throws IOException {
        lab.exchange.faults().add("latency time=5ms");
        try (WireClient client = lab.select()) {
            StringBuilder commands = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                commands.append("a").append(i).append(" NOOP\r\n");
            }
            client.raw(commands + "b LOGOUT\r\n");
            assertThat(client.until("b ")).hasSize(102);
        }
    }
}
