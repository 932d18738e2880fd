package dev.postern.lab.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.Gatekeeper.Protocol;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JournalTest {

    private static final String MAILBOX = "razr@example.cz";

    private final Journal journal = new Journal();

    @Test
    void connectionsAreCountedForEachMailbox() {
        Dialogue one = journal.open(Protocol.IMAP);
        Dialogue other = journal.open(Protocol.POP3);
        assertThat(one.signedIn(MAILBOX)).isEqualTo(1);
        assertThat(other.signedIn("RAZR@example.cz")).isEqualTo(2);
        one.close();
        one.close();
        assertThat(journal.connectionsOpen(MAILBOX)).isEqualTo(1);
        assertThat(journal.connectionsMost(MAILBOX)).isEqualTo(2);
        assertThat(journal.connectionsOpen()).isEqualTo(1);
        assertThat(journal.connections()).isEqualTo(2);
        assertThat(journal.signIns()).isEqualTo(2);
        assertThat(journal.dialogues(MAILBOX)).containsExactly(one, other);
        assertThat(journal.dialogues("other@example.cz")).isEmpty();
    }

    @Test
    void dialogueKeepsItsLastLinesAndAllItsCounts() {
        Dialogue dialogue = journal.open(Protocol.IMAP);
        IntStream.range(0, 1_000).forEach(i -> dialogue.client("NOOP", "a" + i + " NOOP"));
        dialogue.server("x".repeat(1_000));
        assertThat(dialogue.count("NOOP")).isEqualTo(1_000);
        assertThat(dialogue.count("FETCH")).isZero();
        assertThat(dialogue.lines()).hasSize(300).contains("C: a999 NOOP");
        assertThat(dialogue.lines().getLast()).hasSize(404).endsWith("…");
    }

    @Test
    void onlyTheLastDialoguesAreKept() {
        IntStream.range(0, 501).forEach(_ -> journal.open(Protocol.IMAP));
        assertThat(journal.dialogues()).hasSize(500);
        assertThat(journal.dialogues().getFirst().number()).isEqualTo(2);
    }

    @Test
    void waitingEndsWithThePatience() throws InterruptedException {
        assertThat(journal.await(now -> now.connections() > 0, Duration.ofMillis(1))).isFalse();
        journal.open(Protocol.IMAP);
        assertThat(journal.await(now -> now.connections() > 0, Duration.ofMillis(1))).isTrue();
    }

    @Test
    void tokenIsNeverShown() {
        assertThat(new Xoauth2("a@example.cz", "secret").toString()).doesNotContain("secret");
    }
}
