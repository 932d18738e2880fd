package dev.postern.lab.mail.pop3;

import static dev.postern.lab.mail.pop3.Pop3Fixture.ask;
import static dev.postern.lab.mail.pop3.Pop3Fixture.askMore;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.Doorman;
import dev.postern.lab.mail.TestTls;
import dev.postern.lab.mail.WireClient;
import dev.postern.lab.mail.net.Transport;
import dev.postern.lab.mail.store.Flag;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class Pop3SessionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @RegisterExtension final Pop3Fixture lab = new Pop3Fixture();

    @Test
    void capabilitiesAreThoseOfExchange() throws IOException {
        try (WireClient client = lab.connect()) {
            assertThat(askMore(client, "CAPA"))
                    .containsExactly("+OK", "TOP", "UIDL", "SASL PLAIN XOAUTH2", "USER", ".");
        }
    }

    @Test
    void longTokenIsTakenOnTheSecondLine() throws IOException {
        try (WireClient client = lab.connect()) {
            assertThat(Pop3Fixture.authenticate(client, Doorman.GOOD + ".".repeat(6_000)))
                    .isEqualTo("+OK User successfully authenticated.");
        }
    }

    @Test
    void tokenOnTheFirstLineEndsTheConnection() throws IOException {
        try (WireClient client = lab.connect()) {
            String blob = WireClient.xoauth2(Doorman.MAILBOX, Doorman.GOOD);
            assertThat(ask(client, "AUTH XOAUTH2 " + blob))
                    .isEqualTo("-ERR Protocol error. Connection is closed. 10");
            assertThat(client.isClosed()).isTrue();
        }
        assertThat(lab.exchange.journal().dialogues().getFirst().lines())
                .contains("C: AUTH XOAUTH2 ***");
    }

    @Test
    void badTokenAndPasswordAreRefused() throws IOException {
        try (WireClient client = lab.connect()) {
            assertThat(Pop3Fixture.authenticate(client, "stolen"))
                    .isEqualTo("-ERR Authentication failure: unknown user name or bad password.");
            assertThat(Pop3Fixture.authenticate(client, Doorman.NO_RIGHT))
                    .isEqualTo("-ERR Authentication failure: unknown user name or bad password.");
            assertThat(ask(client, "USER razr@example.cz")).isEqualTo("+OK");
            assertThat(ask(client, "PASS hunter2"))
                    .isEqualTo("-ERR Logon failure: unknown user name or bad password.");
            assertThat(ask(client, "STAT")).isEqualTo("-ERR Command is not valid in this state.");
        }
    }

    @Test
    void listingsNameEveryMessageThatIsNotMarked() throws IOException {
        lab.deliver("A: b\n\nfirst\n");
        lab.deliver("A: b\n\nsecond\n");
        try (WireClient client = lab.signIn()) {
            assertThat(ask(client, "STAT")).isEqualTo("+OK 2 89");
            assertThat(askMore(client, "LIST")).containsExactly("+OK", "1 44", "2 45", ".");
            assertThat(ask(client, "DELE 1")).isEqualTo("+OK");
            assertThat(askMore(client, "LIST")).containsExactly("+OK", "2 45", ".");
            assertThat(ask(client, "RETR 1"))
                    .isEqualTo("-ERR The specified message is out of range.");
            String uidl = lab.inbox().messages().getLast().uidl();
            assertThat(ask(client, "UIDL 2")).isEqualTo("+OK 2 " + uidl);
            assertThat(uidl).hasSizeLessThanOrEqualTo(70);
            assertThat(ask(client, "RSET")).isEqualTo("+OK");
            assertThat(askMore(client, "UIDL")).hasSize(4);
        }
    }

    @Test
    void dotsAreDoubledAndTheLastLineIsEnded() throws IOException {
        lab.deliver("A: b\n\n.\n..x\ny.\n.end");
        try (WireClient client = lab.signIn()) {
            assertThat(askMore(client, "RETR 1"))
                    .containsExactly("+OK", "A: b", "", "..", "...x", "y.", "..end", ".");
        }
        assertThat(lab.inbox().messages().getFirst().is(Flag.SEEN)).isTrue();
    }

    @Test
    void topGivesTheHeaderAndSomeLinesAndLeavesTheMessageUnread() throws IOException {
        lab.deliver("A: b\n\n1\n2\n3\n");
        try (WireClient client = lab.signIn()) {
            assertThat(askMore(client, "TOP 1 0")).containsExactly("+OK", "A: b", "", ".");
            assertThat(askMore(client, "TOP 1 2"))
                    .containsExactly("+OK", "A: b", "", "1", "2", ".");
        }
        assertThat(lab.inbox().messages().getFirst().is(Flag.SEEN)).isFalse();
    }

    @Test
    void quitDeletesWhatWasMarked() throws IOException {
        lab.deliver("A: b\n\n1\n");
        lab.deliver("A: b\n\n2\n");
        try (WireClient client = lab.signIn()) {
            ask(client, "DELE 2");
            assertThat(lab.inbox().messages()).hasSize(2);
            assertThat(ask(client, "QUIT"))
                    .isEqualTo("+OK Microsoft Exchange Server 2016 POP3 server signing off.");
            assertThat(client.isClosed()).isTrue();
        }
        assertThat(lab.inbox().messages()).extracting(one -> one.uid()).containsExactly(1L);
    }

    @Test
    void brokenConnectionDeletesNothing() throws Exception {
        lab.deliver("A: b\n\n1\n");
        try (WireClient client = lab.signIn()) {
            ask(client, "DELE 1");
        }
        assertThat(
                        lab.exchange
                                .journal()
                                .await(journal -> journal.connectionsOpen() == 0, PATIENCE))
                .isTrue();
        assertThat(lab.inbox().messages()).hasSize(1);
    }

    @Test
    void messageThatAnotherRemovedIsNotGiven() throws IOException {
        lab.deliver("A: b\n\n1\n");
        try (WireClient client = lab.signIn()) {
            lab.inbox().remove(1);
            assertThat(ask(client, "RETR 1"))
                    .isEqualTo("-ERR The requested message is no longer available.");
        }
    }

    @Test
    void overlongLineEndsTheConnection() throws IOException {
        try (WireClient client = lab.connect()) {
            assertThat(ask(client, "NOOP " + "x".repeat(600)))
                    .isEqualTo("-ERR Protocol error. Connection is closed. 10");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void tlsIsSpokenFromTheFirstByteOrAfterStls() throws Exception {
        TestTls tls = TestTls.create();
        try (Pop3Server server =
                        Pop3Server.start(lab.exchange, new Transport.Implicit(tls.context()), 0);
                WireClient client = WireClient.connect(server.port(), tls.context())) {
            assertThat(client.line()).startsWith("+OK ");
        }
        try (Pop3Server server =
                        Pop3Server.start(lab.exchange, new Transport.StartTls(tls.context()), 0);
                WireClient client = WireClient.connect(server.port())) {
            client.line();
            assertThat(askMore(client, "CAPA")).containsExactly("+OK", "TOP", "UIDL", "STLS", ".");
            assertThat(ask(client, "STLS")).isEqualTo("+OK Begin TLS negotiation.");
            client.secure(tls.context());
            assertThat(askMore(client, "CAPA")).contains("SASL PLAIN XOAUTH2");
        }
    }
}
