package dev.postern.lab.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.Doorman;
import dev.postern.lab.mail.WireClient;
import dev.postern.lab.mail.store.Flag;
import dev.postern.lab.mail.store.Folder;
import dev.postern.lab.mail.store.Message;
import dev.postern.lab.mail.store.MessageSource;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ImapMessagesTest {

    private static final String TEXT =
            """
            Message-ID: <one@contoso.com>\r
            From: "Anna" <anna@contoso.com>\r
            To: razr@example.cz\r
            Subject: one\r
            \r
            Hello.\r
            """;

    @RegisterExtension final ImapFixture lab = new ImapFixture();

    @Test
    void contentComesLastAndWhole() throws IOException {
        lab.deliver("one");
        try (WireClient client = lab.select()) {
            client.send("a UID FETCH 1 (BODY.PEEK[] UID RFC822.SIZE FLAGS)");
            assertThat(client.line())
                    .isEqualTo(
                            "* 1 FETCH (RFC822.SIZE %d FLAGS () UID 1 BODY[] {%d}"
                                    .formatted(TEXT.length() + 30, TEXT.length()));
            assertThat(client.text(TEXT.length())).isEqualTo(TEXT);
            assertThat(client.until("a ")).containsExactly(")", "a OK FETCH completed.");
        }
        assertThat(lab.inbox().messages()).noneMatch(message -> message.is(Flag.SEEN));
    }

    @Test
    void fetchingWithoutPeekMarksAsRead() throws IOException {
        lab.deliver("one");
        try (WireClient client = lab.select()) {
            client.send("a FETCH 1 BODY[TEXT]");
            assertThat(client.line()).isEqualTo("* 1 FETCH (FLAGS (\\Seen) BODY[TEXT] {8}");
            assertThat(client.text(8)).isEqualTo("Hello.\r\n");
            assertThat(client.until("a ")).containsExactly(")", "a OK FETCH completed.");
        }
        assertThat(lab.inbox().messages()).allMatch(message -> message.is(Flag.SEEN));
    }

    @Test
    void headerFieldsAndSlicesAreCutOut() throws IOException {
        lab.deliver("one");
        try (WireClient client = lab.select()) {
            client.send("a FETCH 1 (BODY.PEEK[HEADER.FIELDS (Subject message-id)])");
            assertThat(client.line())
                    .isEqualTo("* 1 FETCH (BODY[HEADER.FIELDS (SUBJECT MESSAGE-ID)] {47}");
            assertThat(client.text(47))
                    .isEqualTo("Message-ID: <one@contoso.com>\r\nSubject: one\r\n\r\n");
            client.until("a ");
            client.send("b FETCH 1 BODY.PEEK[]<12.5>");
            assertThat(client.line()).isEqualTo("* 1 FETCH (BODY[]<12> {5}");
            assertThat(client.text(5)).isEqualTo("<one@");
            client.until("b ");
            assertThat(client.ask("c", "FETCH 1 BODY.PEEK[]<9999.5>").getFirst())
                    .isEqualTo("* 1 FETCH (BODY[]<9999> {0}");
        }
    }

    @Test
    void storedFlagsAreToldUnlessSilent() throws IOException {
        lab.deliver("one");
        try (WireClient client = lab.select()) {
            assertThat(client.ask("a", "UID STORE 1 +FLAGS (\\Seen \\Flagged)"))
                    .containsExactly(
                            "* 1 FETCH (FLAGS (\\Seen \\Flagged) UID 1)", "a OK STORE completed.");
            assertThat(client.ask("b", "STORE 1 -FLAGS.SILENT \\Seen"))
                    .containsExactly("b OK STORE completed.");
            assertThat(client.ask("c", "NOOP")).containsExactly("c OK NOOP completed.");
        }
        assertThat(lab.inbox().messages().getFirst().flags()).containsExactly(Flag.FLAGGED);
    }

    @Test
    void uidExpungeTakesOnlyWhatItNames() throws IOException {
        lab.deliver("one");
        lab.deliver("two");
        lab.deliver("three");
        try (WireClient client = lab.select()) {
            client.ask("a", "STORE 1:3 +FLAGS.SILENT (\\Deleted)");
            assertThat(client.ask("b", "UID EXPUNGE 2"))
                    .containsExactly("* 2 EXPUNGE", "b OK EXPUNGE completed.");
            assertThat(client.ask("c", "EXPUNGE"))
                    .containsExactly("* 2 EXPUNGE", "* 1 EXPUNGE", "c OK EXPUNGE completed.");
        }
        assertThat(lab.inbox().messages()).isEmpty();
    }

    @Test
    void moveTellsWhereTheMessageWent() throws IOException {
        lab.deliver("one");
        lab.deliver("two");
        try (WireClient client = lab.select()) {
            assertThat(client.ask("a", "UID MOVE 1 Processed").getLast())
                    .startsWith("a NO [TRYCREATE]");
            client.ask("b", "CREATE Processed");
            long validity = processed().snapshot().uidValidity();
            assertThat(client.ask("c", "UID MOVE 2 Processed"))
                    .containsExactly(
                            "* OK [COPYUID %d 2 1]".formatted(validity),
                            "* 2 EXPUNGE",
                            "c OK MOVE completed.");
        }
        assertThat(processed().messages()).extracting(Message::uid).containsExactly(1L);
        assertThat(lab.inbox().messages()).extracting(Message::uid).containsExactly(1L);
    }

    private Folder processed() {
        return lab.exchange.store().mailbox(Doorman.MAILBOX).folder("Processed").orElseThrow();
    }

    @Test
    void appendedMessageHasAUid() throws IOException {
        try (WireClient client = lab.select()) {
            client.send("a APPEND INBOX (\\Seen) \"02-Nov-2026 09:30:00 +0100\" {9+}");
            client.raw("A: b\r\n\r\nc\r\n");
            assertThat(client.until("a "))
                    .containsExactly(
                            "* 1 EXISTS", "* 1 RECENT", "a OK [APPENDUID 14 1] APPEND completed.");
            client.send("b APPEND INBOX {3}");
            assertThat(client.line()).startsWith("+ ");
            client.raw("xyz\r\n");
            assertThat(client.until("b ").getLast())
                    .isEqualTo("b OK [APPENDUID 14 2] APPEND completed.");
            assertThat(client.ask("c", "FETCH 1 INTERNALDATE").getFirst())
                    .isEqualTo("* 1 FETCH (INTERNALDATE \"02-Nov-2026 08:30:00 +0000\")");
        }
    }

    @Test
    void goneMessageIsMissedOnlyInItsOwnAnswer() throws IOException {
        lab.deliver("one");
        lab.deliver("two");
        try (WireClient client = lab.select()) {
            lab.inbox().remove(1);
            assertThat(client.ask("a", "FETCH 1:2 UID"))
                    .containsExactly(
                            "* 2 FETCH (UID 2)",
                            "a NO Some of the requested messages no longer exist.");
            assertThat(client.ask("b", "NOOP"))
                    .containsExactly("* 1 EXPUNGE", "b OK NOOP completed.");
        }
    }

    @Test
    void pipelinedCommandsAreAnsweredInOrder() throws IOException {
        lab.deliver("one");
        try (WireClient client = lab.select()) {
            client.raw("a NOOP\r\nb UID SEARCH ALL\r\nc FETCH 1 UID\r\nd LOGOUT\r\n");
            assertThat(client.until("d "))
                    .containsExactly(
                            "a OK NOOP completed.",
                            "* SEARCH 1",
                            "b OK SEARCH completed.",
                            "* 1 FETCH (UID 1)",
                            "c OK FETCH completed.",
                            "* BYE Microsoft Exchange Server IMAP4 server signing off.",
                            "d OK LOGOUT completed.");
        }
    }

    @Test
    void idleAnnouncesWhatComesAndGoes() throws IOException {
        lab.deliver("one");
        try (WireClient client = lab.select()) {
            client.send("a IDLE");
            assertThat(client.line()).isEqualTo("+ IDLE accepted, awaiting DONE command.");
            lab.deliver("two");
            assertThat(client.line()).isEqualTo("* 2 EXISTS");
            assertThat(client.line()).isEqualTo("* 2 RECENT");
            lab.inbox().remove(1);
            assertThat(client.line()).isEqualTo("* 1 EXPUNGE");
            client.send("DONE");
            assertThat(client.line()).isEqualTo("a OK IDLE completed.");
        }
    }

    @Test
    void bigMessageIsMadeUpWhileItIsSent() throws IOException {
        MessageSource source = MessageSource.generated(7, 5_000_000);
        lab.inbox().deliver(source, lab.clock.instant(), Set.of());
        try (WireClient client = lab.select()) {
            client.send("a FETCH 1 BODY.PEEK[]");
            assertThat(client.line()).isEqualTo("* 1 FETCH (BODY[] {5000000}");
            assertThat(client.octets(5_000_000)).isEqualTo(source.open().readAllBytes());
            assertThat(client.until("a ").getLast()).isEqualTo("a OK FETCH completed.");
        }
    }
}
