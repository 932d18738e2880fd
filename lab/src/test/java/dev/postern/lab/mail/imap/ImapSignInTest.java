package dev.postern.lab.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.Dialogue;
import dev.postern.lab.mail.Doorman;
import dev.postern.lab.mail.TestTls;
import dev.postern.lab.mail.WireClient;
import dev.postern.lab.mail.net.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ImapSignInTest {

    @RegisterExtension final ImapFixture lab = new ImapFixture();

    @Test
    void greetingNamesTheFrontEndInUtf16() throws IOException {
        try (WireClient client = WireClient.connect(lab.server().port())) {
            String greeting = client.line();
            String bracket = greeting.substring(greeting.indexOf('[') + 1, greeting.indexOf(']'));
            assertThat(new String(Base64.getDecoder().decode(bracket), StandardCharsets.UTF_16LE))
                    .endsWith(".OUTLOOK.EXAMPLE");
        }
    }

    @Test
    void moveIsOfferedOnlyAfterTheSignIn() throws IOException {
        try (WireClient client = lab.connect()) {
            assertThat(client.ask("a", "CAPABILITY"))
                    .containsExactly(
                            "* CAPABILITY IMAP4 IMAP4rev1 AUTH=XOAUTH2 LOGINDISABLED SASL-IR"
                                    + " UIDPLUS ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+",
                            "a OK CAPABILITY completed.");
        }
        try (WireClient client = lab.signIn()) {
            assertThat(client.ask("b", "CAPABILITY"))
                    .containsExactly(
                            "* CAPABILITY IMAP4 IMAP4rev1 AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID"
                                    + " UNSELECT CLIENTACCESSRULES"
                                    + " CLIENTNETWORKPRESENCELOCATION BACKENDAUTHENTICATE"
                                    + " CHILDREN IDLE NAMESPACE LITERAL+",
                            "b OK CAPABILITY completed.");
        }
    }

    @Test
    void tokenMayFollowTheChallenge() throws IOException {
        try (WireClient client = lab.connect()) {
            client.send("a AUTHENTICATE XOAUTH2");
            assertThat(client.line()).isEqualTo("+ ");
            client.send(WireClient.xoauth2(Doorman.MAILBOX, Doorman.GOOD));
            assertThat(client.line()).isEqualTo("a OK AUTHENTICATE completed.");
            assertThat(client.ask("b", "NAMESPACE"))
                    .containsExactly(
                            "* NAMESPACE ((\"\" \"/\")) NIL NIL", "b OK NAMESPACE completed.");
        }
    }

    @Test
    void longTokenIsTaken() throws IOException {
        String token = Doorman.GOOD + ".".repeat(9_000);
        try (WireClient client = lab.connect()) {
            String said = "AUTHENTICATE XOAUTH2 " + WireClient.xoauth2(Doorman.MAILBOX, token);
            assertThat(client.ask("a", said)).containsExactly("a OK AUTHENTICATE completed.");
        }
    }

    @Test
    void badTokenIsRefusedWithoutAReason() throws IOException {
        try (WireClient client = lab.connect()) {
            String said = "AUTHENTICATE XOAUTH2 " + WireClient.xoauth2(Doorman.MAILBOX, "stolen");
            assertThat(client.ask("a", said)).containsExactly("a NO AUTHENTICATE failed.");
            assertThat(client.ask("b", "SELECT INBOX")).containsExactly("b BAD Command Error. 10");
        }
        assertThat(lab.exchange.journal().signInsRefused()).isEqualTo(1);
    }

    @Test
    void passwordIsRefused() throws IOException {
        try (WireClient client = lab.connect()) {
            assertThat(client.ask("a", "LOGIN razr@example.cz secret"))
                    .containsExactly("a NO LOGIN failed.");
        }
    }

    @Test
    void tokenWithoutARightOpensNothing() throws IOException {
        try (WireClient client = lab.connect()) {
            String said =
                    "AUTHENTICATE XOAUTH2 " + WireClient.xoauth2(Doorman.MAILBOX, Doorman.NO_RIGHT);
            assertThat(client.ask("a", said)).containsExactly("a OK AUTHENTICATE completed.");
            assertThat(client.ask("b", "CAPABILITY").getLast())
                    .isEqualTo("b OK CAPABILITY completed.");
            assertThat(client.ask("c", "SELECT INBOX"))
                    .containsExactly("c BAD User is authenticated but not connected.");
            assertThat(client.ask("d", "LOGOUT"))
                    .containsExactly("d BAD User is authenticated but not connected.");
            assertThat(client.line()).isEqualTo("* BYE Connection closed. 14");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void journalHoldsNoSecret() throws IOException, InterruptedException {
        try (WireClient client = lab.connect()) {
            String secret = WireClient.xoauth2(Doorman.MAILBOX, Doorman.GOOD);
            client.ask("a", "LOGIN razr@example.cz hunter2");
            client.ask("b", "AUTHENTICATE XOAUTH2 " + secret);
            client.ask("c", "LOGOUT");
            List<Dialogue> dialogues = lab.exchange.journal().dialogues();
            assertThat(dialogues).hasSize(1);
            assertThat(dialogues.getFirst().lines())
                    .contains("C: a LOGIN ***", "C: b AUTHENTICATE XOAUTH2 ***")
                    .noneMatch(line -> line.contains(secret) || line.contains("hunter2"));
        }
    }

    @Test
    void tlsIsSpokenFromTheFirstByte() throws Exception {
        TestTls tls = TestTls.create();
        try (ImapServer secure =
                        ImapServer.start(lab.exchange, new Transport.Implicit(tls.context()), 0);
                WireClient client = WireClient.connect(secure.port(), tls.context())) {
            assertThat(client.line()).startsWith("* OK The Microsoft Exchange");
            assertThat(client.ask("a", "LOGOUT").getLast()).isEqualTo("a OK LOGOUT completed.");
        }
    }

    @Test
    void startTlsComesBeforeTheSignIn() throws Exception {
        TestTls tls = TestTls.create();
        try (ImapServer server =
                        ImapServer.start(lab.exchange, new Transport.StartTls(tls.context()), 0);
                WireClient client = WireClient.connect(server.port())) {
            client.line();
            String signIn =
                    "AUTHENTICATE XOAUTH2 " + WireClient.xoauth2(Doorman.MAILBOX, Doorman.GOOD);
            assertThat(client.ask("a", signIn)).containsExactly("a BAD Command Error. 10");
            assertThat(client.ask("b", "CAPABILITY").getFirst()).contains(" STARTTLS ");
            client.ask("c", "STARTTLS");
            client.secure(tls.context());
            assertThat(client.ask("d", "CAPABILITY").getFirst()).doesNotContain("STARTTLS");
            assertThat(client.ask("e", signIn)).containsExactly("e OK AUTHENTICATE completed.");
        }
    }

    @Test
    void closingTheServerEndsItsSessions() throws IOException {
        WireClient client = lab.signIn();
        lab.server().close();
        assertThat(lab.exchange.journal().connectionsOpen()).isZero();
        client.close();
    }
}
