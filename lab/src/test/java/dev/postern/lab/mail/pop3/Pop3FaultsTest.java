package dev.postern.lab.mail.pop3;

import static dev.postern.lab.mail.pop3.Pop3Fixture.ask;
import static dev.postern.lab.mail.pop3.Pop3Fixture.askMore;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.Doorman;
import dev.postern.lab.mail.WireClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class Pop3FaultsTest {

    @RegisterExtension final Pop3Fixture lab = new Pop3Fixture();

    @BeforeEach
    void start() throws IOException {
        lab.deliver("Message-ID: <1@contoso.com>\nSubject: one\n\nHello.\n");
    }

    @Test
    void capabilityTextsChange() throws IOException {
        lab.exchange
                .faults()
                .add("capabilities without=SASL,USER with=\"SASL XOAUTH2,PIPELINING\"");
        try (WireClient client = lab.connect()) {
            assertThat(askMore(client, "CAPA"))
                    .containsExactly("+OK", "TOP", "UIDL", "SASL XOAUTH2", "PIPELINING", ".");
        }
    }

    @Test
    void pipelinedCommandsAreAnsweredInOrder() throws IOException {
        try (WireClient client = lab.signIn()) {
            client.raw("STAT\r\nNOOP\r\nDELE 1\r\nQUIT\r\n");
            assertThat(client.rest().split("\r\n")).hasSize(4).allMatch(one -> one.startsWith("+"));
        }
        assertThat(lab.inbox().messages()).isEmpty();
    }

    @Test
    void tokenThatIsTooLongForTheServerIsRefused() throws IOException {
        lab.exchange.faults().add("long-token max=4096");
        try (WireClient client = lab.connect()) {
            assertThat(Pop3Fixture.authenticate(client, Doorman.GOOD + ".".repeat(4_000)))
                    .startsWith("-ERR Authentication failure");
        }
    }

    @Test
    void mailboxMayStayClosedOrBeFull() throws IOException {
        lab.exchange.faults().add("not-connected times=1");
        lab.exchange.faults().add("too-many-connections max=0");
        try (WireClient client = lab.connect()) {
            assertThat(Pop3Fixture.authenticate(client, Doorman.GOOD))
                    .startsWith("-ERR Authentication failure");
            assertThat(Pop3Fixture.authenticate(client, Doorman.GOOD))
                    .startsWith("-ERR Too many connections.");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void throttlingIsSaidInPop3sWords() throws IOException {
        lab.exchange.faults().add("throttled command=RETR times=1 backoff=100ms");
        try (WireClient client = lab.signIn()) {
            assertThat(ask(client, "RETR 1"))
                    .isEqualTo(
                            "-ERR Request is throttled. Suggested Backoff Time: 100 milliseconds");
            assertThat(askMore(client, "RETR 1")).contains("Subject: one");
        }
    }

    @Test
    void announcedMessageCannotBeFetchedAtFirst() throws IOException {
        lab.exchange.faults().add("withheld times=1");
        lab.exchange.faults().add("withheld style=empty times=1");
        try (WireClient client = lab.signIn()) {
            assertThat(ask(client, "RETR 1"))
                    .isEqualTo("-ERR The requested message is no longer available.");
            assertThat(askMore(client, "RETR 1")).containsExactly("+OK", ".");
            assertThat(askMore(client, "RETR 1")).contains("Subject: one");
        }
    }

    @Test
    void placeholderComesFirstAndTheMessageLater() throws IOException {
        lab.exchange.faults().add("placeholder each=1");
        try (WireClient client = lab.signIn()) {
            assertThat(askMore(client, "RETR 1"))
                    .contains(
                            "Subject: Retrieval using the POP3 protocol failed for the following"
                                    + " message: 1");
            assertThat(askMore(client, "RETR 1")).contains("Message-ID: <1@contoso.com>");
        }
    }

    @Test
    void messageIsCutShortOrChangesOrVanishes() throws IOException {
        lab.exchange.faults().add("short-content keep=12 times=1");
        lab.exchange.faults().add("false-size bytes=-1");
        try (WireClient client = lab.signIn()) {
            assertThat(askMore(client, "RETR 1")).containsExactly("+OK", "Message-ID: ", ".");
            assertThat(ask(client, "LIST 1")).isEqualTo("+OK 1 -1");
            lab.exchange.faults().add("rendition");
            List<String> first = askMore(client, "RETR 1");
            assertThat(first).isNotEqualTo(askMore(client, "RETR 1"));
            lab.exchange.faults().add("vanishes command=RETR");
            assertThat(ask(client, "RETR 1")).startsWith("-ERR ");
        }
        assertThat(lab.inbox().messages()).isEmpty();
    }

    @Test
    void connectionEndsWithinTheMessage() throws IOException {
        lab.exchange.faults().add("drop command=RETR from=content after=4");
        try (WireClient client = lab.signIn()) {
            client.send("RETR 1");
            assertThat(client.rest()).isEqualTo("+OK\r\nMess");
        }
    }

    @Test
    void quitIsDoneThoughTheConnectionEndsBeforeItsAnswer() throws IOException {
        lab.exchange.faults().add("drop command=QUIT from=answer");
        try (WireClient client = lab.signIn()) {
            ask(client, "DELE 1");
            client.send("QUIT");
            assertThat(client.rest()).isEmpty();
        }
        assertThat(lab.inbox().messages()).isEmpty();
    }

    @Test
    void sessionEndsWithItsToken() throws IOException {
        lab.exchange.faults().add("token-bound");
        try (WireClient client = lab.signIn()) {
            ask(client, "DELE 1");
            lab.clock.advance(Duration.ofHours(1));
            client.send("QUIT");
            assertThat(client.rest())
                    .isEqualTo("-ERR Session invalidated - AccessTokenExpired\r\n");
        }
        assertThat(lab.inbox().messages()).hasSize(1);
    }

    @Test
    void tenErrorsEndTheConnection() throws IOException {
        try (WireClient client = lab.connect()) {
            for (int i = 0; i < 10; i++) {
                assertThat(ask(client, "XYZ"))
                        .isEqualTo("-ERR Command is not valid in this state.");
            }
            assertThat(client.isClosed()).isTrue();
        }
    }
}
