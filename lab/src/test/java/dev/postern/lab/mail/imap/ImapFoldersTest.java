package dev.postern.lab.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.WireClient;
import dev.postern.lab.mail.store.Flag;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImapFoldersTest {

    @RegisterExtension final ImapFixture lab = new ImapFixture();

    @Test
    void selectTellsWhatIsThere() throws IOException {
        lab.deliver("one");
        lab.deliver("two");
        lab.inbox().flag(1, Flag.SEEN::addedTo);
        try (WireClient client = lab.signIn()) {
            assertThat(client.ask("a", "SELECT inbox"))
                    .containsExactly(
                            "* 2 EXISTS",
                            "* 2 RECENT",
                            "* FLAGS (\\Seen \\Answered \\Flagged \\Deleted \\Draft $MDNSent)",
                            "* OK [PERMANENTFLAGS (\\Seen \\Answered \\Flagged \\Deleted \\Draft"
                                    + " $MDNSent)] Permanent flags",
                            "* OK [UNSEEN 2] Is the first unseen message",
                            "* OK [UIDVALIDITY 14] UIDVALIDITY value",
                            "* OK [UIDNEXT 3] The next unique identifier value",
                            "a OK [READ-WRITE] SELECT completed.");
        }
    }

    @Test
    void failedSelectLeavesNothingSelected() throws IOException {
        try (WireClient client = lab.select()) {
            assertThat(client.ask("a", "SELECT Nowhere"))
                    .containsExactly("a NO Nowhere doesn't exist.");
            assertThat(client.ask("b", "CHECK")).containsExactly("b BAD Command Error. 10");
        }
    }

    @Test
    void examineChangesNothing() throws IOException {
        lab.deliver("one");
        try (WireClient client = lab.signIn()) {
            assertThat(client.ask("a", "EXAMINE INBOX").getLast())
                    .isEqualTo("a OK [READ-ONLY] EXAMINE completed.");
            client.ask("b", "FETCH 1 BODY[]");
            assertThat(client.ask("c", "EXPUNGE")).containsExactly("c NO The folder is read-only.");
        }
        assertThat(lab.inbox().messages()).allMatch(message -> message.flags().isEmpty());
    }

    @Test
    void closeExpungesSilentlyAndUnselectDoesNot() throws IOException {
        lab.deliver("one");
        try (WireClient client = lab.select()) {
            client.ask("a", "STORE 1 +FLAGS.SILENT \\Deleted");
            assertThat(client.ask("b", "UNSELECT")).containsExactly("b OK UNSELECT completed.");
            assertThat(lab.inbox().messages()).hasSize(1);
            client.ask("c", "SELECT INBOX");
            assertThat(client.ask("d", "CLOSE")).containsExactly("d OK CLOSE completed.");
        }
        assertThat(lab.inbox().messages()).isEmpty();
    }

    @Test
    void foldersAreListedWithThoseThatHoldNoMail() throws IOException {
        try (WireClient client = lab.signIn()) {
            assertThat(client.ask("a", "LIST \"\" *"))
                    .hasSize(10)
                    .contains(
                            "* LIST (\\HasNoChildren) \"/\" INBOX",
                            "* LIST (\\HasNoChildren) \"/\" \"Sent Items\"",
                            "* LIST (\\HasNoChildren) \"/\" Calendar");
            assertThat(client.ask("b", "CREATE Archive/2026"))
                    .containsExactly("b OK CREATE completed.");
            assertThat(client.ask("c", "LIST \"\" \"arch%\""))
                    .containsExactly(
                            "* LIST (\\HasChildren) \"/\" Archive", "c OK LIST completed.");
            assertThat(client.ask("d", "LIST \"Archive/\" \"%\"").getFirst())
                    .isEqualTo("* LIST (\\HasNoChildren) \"/\" Archive/2026");
            assertThat(client.ask("e", "LIST \"\" \"\"").getFirst())
                    .isEqualTo("* LIST (\\Noselect) \"/\" \"\"");
            assertThat(client.ask("f", "CREATE Archive/2026"))
                    .containsExactly("f NO Archive/2026 already exists.");
        }
    }

    @Test
    void statusCounts() throws IOException {
        lab.deliver("one");
        try (WireClient client = lab.signIn()) {
            assertThat(client.ask("a", "STATUS INBOX (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)"))
                    .containsExactly(
                            "* STATUS INBOX (MESSAGES 1 UNSEEN 1 UIDNEXT 2 UIDVALIDITY 14)",
                            "a OK STATUS completed.");
            assertThat(client.ask("b", "STATUS INBOX (HIGHESTMODSEQ)"))
                    .containsExactly("b BAD Command Argument Error. 12");
        }
    }

    @Test
    void tooLongAMessageIsNotAppended() throws IOException {
        try (WireClient client = lab.signIn()) {
            assertThat(client.ask("a", "APPEND INBOX {99999999}"))
                    .containsExactly("a NO Message or argument too long.");
            assertThat(client.ask("b", "SELECT {70000}"))
                    .containsExactly("b NO Message or argument too long.");
            client.send("c SELECT {70000+}");
            client.raw("x".repeat(70_000) + "\r\n");
            assertThat(client.line()).isEqualTo("c NO Message or argument too long.");
        }
        assertThat(lab.inbox().messages()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "*, a/b/c, true",
        "%, a/b, false",
        "%/%, a/b, true",
        "inbox, INBOX, true",
        "a*c, abc/c, true",
        "a%c, ab/c, false",
        "*%*%*%*x, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, false",
        "ab, abc, false",
        "'', '', true"
    })
    void listPatternsMatch(String pattern, String name, boolean matches) {
        assertThat(new ListPattern(pattern).matches(name)).isEqualTo(matches);
    }
}
