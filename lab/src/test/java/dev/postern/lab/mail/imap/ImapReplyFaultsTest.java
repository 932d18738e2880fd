package dev.postern.lab.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.Doorman;
import dev.postern.lab.mail.WireClient;
import dev.postern.lab.mail.store.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ImapReplyFaultsTest {

    private static final String SIGN_IN =
            "AUTHENTICATE XOAUTH2 " + WireClient.xoauth2(Doorman.MAILBOX, Doorman.GOOD);

    @RegisterExtension final ImapFixture lab = new ImapFixture();

    @Test
    void throttledClientIsToldHowLongToWait() throws IOException {
        lab.exchange.faults().add("throttled command=NOOP times=2 backoff=92415ms");
        try (WireClient client = lab.select()) {
            String answer = "BAD Request is throttled. Suggested Backoff Time: 92415 milliseconds";
            assertThat(client.ask("a", "NOOP")).containsExactly("a " + answer);
            assertThat(client.ask("b", "NOOP")).containsExactly("b " + answer);
            assertThat(client.ask("c", "NOOP")).containsExactly("c OK NOOP completed.");
        }
    }

    @Test
    void signInMayBeThrottledToo() throws IOException {
        lab.exchange.faults().add("throttled command=AUTHENTICATE times=1");
        try (WireClient client = lab.connect()) {
            assertThat(client.ask("a", SIGN_IN))
                    .containsExactly(
                            "a BAD Request is throttled. Suggested Backoff Time: 299961"
                                    + " milliseconds");
            assertThat(client.ask("b", SIGN_IN)).containsExactly("b OK AUTHENTICATE completed.");
        }
    }

    @Test
    void tenErrorsEndTheConnection() throws IOException {
        lab.exchange.faults().add("throttled command=NOOP");
        try (WireClient client = lab.select()) {
            for (int i = 0; i < 9; i++) {
                client.ask("a", "NOOP");
            }
            client.send("b NOOP");
            assertThat(client.rest())
                    .startsWith("b BAD Request is throttled.")
                    .endsWith("* BYE Connection closed. 14\r\n");
        }
    }

    @Test
    void brokenMessageSpoilsOnlyTheFetchThatReachesIt() throws IOException {
        lab.deliver("one");
        lab.deliver("two");
        lab.exchange.faults().add("bad-argument command=FETCH uid=2");
        try (WireClient client = lab.select()) {
            assertThat(client.ask("a", "UID FETCH 1:2 FLAGS"))
                    .containsExactly(
                            "* 1 FETCH (FLAGS () UID 1)", "a BAD Command Argument Error. 11");
            assertThat(client.ask("b", "UID FETCH 1 FLAGS").getLast())
                    .isEqualTo("b OK FETCH completed.");
            assertThat(client.ask("c", "UID STORE 2 +FLAGS (\\Seen)").getLast())
                    .isEqualTo("c OK STORE completed.");
        }
    }

    @Test
    void serverUnavailableHasNoTag() throws IOException {
        lab.exchange.faults().add("server-unavailable command=SELECT times=1");
        try (WireClient client = lab.signIn()) {
            client.send("a SELECT INBOX");
            assertThat(client.rest()).isEqualTo("Server Unavailable. 15\r\n");
        }
    }

    @Test
    void untaggedLineMayLeaveTheSessionAlone() throws IOException {
        lab.exchange
                .faults()
                .add("say text=\"* OK Still here\" close=no command=NOOP moment=before-answer");
        try (WireClient client = lab.signIn()) {
            assertThat(client.ask("a", "NOOP"))
                    .containsExactly("* OK Still here", "a OK NOOP completed.");
        }
    }

    @Test
    void expiredTokenEndsTheSessionBeforeTheAnswer() throws IOException {
        lab.deliver("one");
        lab.exchange.faults().add("token-expired command=FETCH moment=before-answer");
        try (WireClient client = lab.select()) {
            client.send("a FETCH 1 FLAGS");
            assertThat(client.rest())
                    .isEqualTo(
                            """
                            * 1 FETCH (FLAGS ())\r
                            * BYE Session invalidated - AccessTokenExpired\r
                            """);
        }
    }

    @Test
    void sessionEndsWithItsTokenIfItIsBoundToIt() throws IOException {
        lab.exchange.faults().add("token-bound");
        try (WireClient client = lab.signIn()) {
            lab.clock.advance(Duration.ofMinutes(59));
            assertThat(client.ask("a", "NOOP")).containsExactly("a OK NOOP completed.");
            lab.clock.advance(Duration.ofMinutes(1));
            client.send("b NOOP");
            assertThat(client.rest())
                    .isEqualTo("* BYE Session invalidated - AccessTokenExpired\r\n");
        }
    }

    @Test
    void idleEndsWithTheTokenToo() throws IOException {
        try (WireClient client = lab.select()) {
            client.ask("a", "NOOP");
            client.send("b IDLE");
            client.line();
            lab.clock.advance(Duration.ofHours(1));
            lab.exchange.faults().add("token-bound");
            assertThat(client.line()).isEqualTo("* BYE Session invalidated - AccessTokenExpired");
        }
    }

    @Test
    void mailboxStaysClosedAfterAGoodSignIn() throws IOException {
        lab.exchange.faults().add("not-connected mailbox=RAZR@example.cz times=1");
        try (WireClient client = lab.connect()) {
            assertThat(client.ask("a", SIGN_IN)).containsExactly("a OK AUTHENTICATE completed.");
            assertThat(client.ask("b", "NAMESPACE"))
                    .containsExactly("b BAD User is authenticated but not connected.");
        }
        lab.signIn().close();
    }

    @Test
    void connectionTooManyIsRefused() throws IOException {
        lab.exchange.faults().add("too-many-connections max=1");
        try (WireClient _ = lab.signIn();
                WireClient client = lab.connect()) {
            client.send("a " + SIGN_IN);
            assertThat(client.rest())
                    .isEqualTo(
                            """
                            * BYE Too many connections\r
                            a NO [UNAVAILABLE] Too many connections.\r
                            """);
        }
        assertThat(lab.exchange.journal().connectionsMost(Doorman.MAILBOX)).isEqualTo(2);
    }

    @Test
    void longTokenIsRefusedIfItIsTooLongForTheServer() throws IOException {
        lab.exchange.faults().add("long-token max=4096");
        String longToken = Doorman.GOOD + ".".repeat(4_000);
        try (WireClient client = lab.connect()) {
            String said = "AUTHENTICATE XOAUTH2 " + WireClient.xoauth2(Doorman.MAILBOX, longToken);
            assertThat(client.ask("a", said)).containsExactly("a NO AUTHENTICATE failed.");
            assertThat(client.ask("b", SIGN_IN)).containsExactly("b OK AUTHENTICATE completed.");
        }
    }

    @Test
    void missingCapabilityIsMissingInDeedToo() throws IOException {
        lab.deliver("one");
        lab.exchange.faults().add("capabilities without=IDLE,MOVE,UIDPLUS with=QRESYNC");
        try (WireClient client = lab.select()) {
            assertThat(client.ask("a", "CAPABILITY").getFirst())
                    .doesNotContain("IDLE", "MOVE", "UIDPLUS")
                    .endsWith(" QRESYNC");
            assertThat(client.ask("b", "IDLE")).containsExactly("b BAD Command Error. 10");
            assertThat(client.ask("c", "UID MOVE 1 Archive"))
                    .containsExactly("c BAD Command Error. 10");
            assertThat(client.ask("d", "UID EXPUNGE 1")).containsExactly("d BAD Command Error. 10");
            assertThat(client.ask("e", "UID COPY 1 Archive"))
                    .containsExactly("e OK COPY completed.");
        }
    }

    @Test
    void readOnlyFolderKeepsWhatItHas() throws IOException {
        lab.deliver("one");
        lab.exchange.faults().add("read-only command=SELECT");
        try (WireClient client = lab.signIn()) {
            assertThat(client.ask("a", "SELECT INBOX"))
                    .contains("* OK [PERMANENTFLAGS ()] Permanent flags")
                    .endsWith("a OK [READ-ONLY] SELECT completed.");
            for (String command :
                    List.of("STORE 1 +FLAGS (\\Deleted)", "EXPUNGE", "MOVE 1 Archive")) {
                assertThat(client.ask("b", command))
                        .containsExactly("b NO The folder is read-only.");
            }
            client.ask("c", "FETCH 1 BODY[]");
        }
        assertThat(lab.inbox().messages()).allMatch(message -> message.flags().isEmpty());
    }

    @Test
    void silentIdleAnnouncesNothingUntilItIsOver() throws IOException {
        lab.exchange.faults().add("silent-idle times=1");
        try (WireClient client = lab.select()) {
            client.send("a IDLE");
            client.line();
            lab.deliver("one");
            client.send("DONE");
            assertThat(client.until("a "))
                    .containsExactly("* 1 EXISTS", "* 1 RECENT", "a OK IDLE completed.");
        }
    }

    @Test
    void uidsChangeSilentlyBetweenSelectAndFetch() throws IOException {
        lab.deliver("gone");
        lab.deliver("one");
        lab.inbox().remove(1);
        lab.exchange.faults().add("renumbered command=FETCH times=1");
        try (WireClient client = lab.select()) {
            assertThat(client.ask("a", "UID FETCH 1:* FLAGS"))
                    .containsExactly("* 1 FETCH (FLAGS () UID 1)", "a OK FETCH completed.");
            assertThat(client.ask("b", "SELECT INBOX"))
                    .contains("* OK [UIDVALIDITY 15] UIDVALIDITY value");
        }
    }

    @Test
    void uidsChangeBeforeASelectAndAreToldIfWanted() throws IOException {
        lab.deliver("one");
        lab.exchange.faults().add("renumbered command=SELECT times=1");
        lab.exchange.faults().add("renumbered command=NOOP told=yes times=1");
        try (WireClient client = lab.signIn()) {
            assertThat(client.ask("a", "SELECT INBOX"))
                    .contains("* OK [UIDVALIDITY 15] UIDVALIDITY value");
            assertThat(client.ask("b", "NOOP"))
                    .containsExactly(
                            "* OK [UIDVALIDITY 16] UIDVALIDITY value", "b OK NOOP completed.");
        }
    }

    @Test
    void anotherClientExpungesBeforeACommand() throws IOException {
        lab.deliver("one");
        lab.deliver("two");
        lab.deliver("three");
        lab.exchange.faults().add("others-expunge victim=first command=NOOP times=1");
        lab.exchange.faults().add("others-expunge victim=3 command=CHECK times=1");
        try (WireClient client = lab.select()) {
            assertThat(client.ask("a", "NOOP"))
                    .containsExactly("* 1 EXPUNGE", "a OK NOOP completed.");
            assertThat(client.ask("b", "CHECK"))
                    .containsExactly("* 2 EXPUNGE", "b OK CHECK completed.");
        }
        assertThat(lab.inbox().messages()).extracting(Message::uid).containsExactly(2L);
    }

    @Test
    void expungeIsToldAfterAUidFetchAndNotAfterAFetch() throws IOException {
        lab.deliver("one");
        lab.deliver("two");
        try (WireClient client = lab.select()) {
            lab.inbox().remove(1);
            assertThat(client.ask("a", "FETCH 2 UID"))
                    .containsExactly("* 2 FETCH (UID 2)", "a OK FETCH completed.");
            assertThat(client.ask("b", "UID FETCH 2 UID"))
                    .containsExactly("* 2 FETCH (UID 2)", "* 1 EXPUNGE", "b OK FETCH completed.");
        }
    }
}
