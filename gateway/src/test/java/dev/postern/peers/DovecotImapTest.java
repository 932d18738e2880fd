package dev.postern.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.collector.Assignment;
import dev.postern.collector.MailboxPlan.After;
import dev.postern.collector.MailboxStatus;
import dev.postern.event.Event;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Collecting from a real Dovecot by IMAP.
@Tag("peer")
class DovecotImapTest extends WithDovecot {

    @Override
    Assignment assignment(After after) {
        return imap(after);
    }

    @Test
    void deletedAfterTheyAreSafe() throws Exception {
        List<String> sent = deliver(25, 3000);
        assertThat(visit(new After.Delete()).trouble()).isEmpty();
        assertThat(handedOver()).isEqualTo(sent);
        assertThat(there("INBOX")).isZero();
    }

    @Test
    void markedAsSeen() throws Exception {
        List<String> sent = deliver(5, 500);
        visit(new After.Seen());
        visit(new After.Seen());
        assertThat(handedOver()).isEqualTo(sent);
        assertThat(matching("INBOX", "seen")).isEqualTo(5);
    }

    @Test
    void keptAsTheyAre() throws Exception {
        List<String> sent = deliver(5, 500);
        visit(new After.Keep());
        MailboxStatus second = visit(new After.Keep());
        assertThat(second.lastReport().orElseThrow().taken()).isZero();
        assertThat(handedOver()).isEqualTo(sent);
        assertThat(matching("INBOX", "unseen")).isEqualTo(5);
    }

    @Test
    void movedIntoAFolderThatIsMadeForThem() throws Exception {
        List<String> sent = deliver(5, 500);
        assertThat(visit(new After.MoveTo("Žádosti hotové & spol")).trouble()).isEmpty();
        assertThat(handedOver()).isEqualTo(sent);
        assertThat(there("INBOX")).isZero();
        assertThat(there("Žádosti hotové & spol")).isEqualTo(5);
    }

    @Test
    void refusedTokenIsReportedAndForgotten() throws Exception {
        deliver(1, 500);
        postern.use("token-of-nobody");
        MailboxStatus status = visit(new After.Delete());
        assertThat(status.trouble().orElseThrow()).contains("refused the sign-in");
        assertThat(status.trouble().orElseThrow()).doesNotContain("token-of-nobody");
        assertThat(postern.forgotten()).contains("token-of-nobody");
        assertThat(there("INBOX")).isEqualTo(1);

        postern.use(TOKEN);
        visit(new After.Delete());
        assertThat(handedOver()).hasSize(1);
    }

    @Test
    void tokenOfAnotherMailboxOpensNothing() throws Exception {
        deliver(1, 500);
        dovecot.permit("token-of-other", "other@example.cz");
        postern.use("token-of-other");
        assertThat(visit(new After.Delete()).trouble()).isPresent();
        assertThat(there("INBOX")).isEqualTo(1);
    }

    @Test
    void newUidValidityBringsNothingTwice() throws Exception {
        List<String> sent = deliver(30, 800);
        visit(new After.Keep());
        dovecot.doveadm(
                "mailbox", "update", "-u", mailbox, "--uid-validity", "2000000000", "INBOX");
        visit(new After.Keep());
        assertThat(handedOver()).isEqualTo(sent);
        assertThat(renumbered()).isEqualTo(30);
    }

    @Test
    void lostIndexBringsNothingTwiceAndWhatIsNewOnce() throws Exception {
        List<String> sent = new ArrayList<>(deliver(30, 800));
        visit(new After.Keep());
        forgetIndex();
        sent.addAll(deliver(100, 3, 800));
        visit(new After.Keep());
        visit(new After.Keep());
        assertThat(handedOver()).isEqualTo(sent.stream().sorted().toList());
        assertThat(renumbered()).isEqualTo(30);
    }

    /// Takes away all by which Dovecot knows its UIDs, as a restored backup does: it gives new
    /// ones, from 5000 on.
    private void forgetIndex() throws IOException {
        Path maildir = dovecot.maildir(mailbox);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(maildir, "dovecot*")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Path list = Files.writeString(maildir.resolve("dovecot-uidlist"), "3 V2000000001 N5000\n");
        Files.setPosixFilePermissions(list, PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    private int renumbered() {
        return postern.events().stream()
                .filter(Event.Renumbered.class::isInstance)
                .map(Event.Renumbered.class::cast)
                .mapToInt(Event.Renumbered::matched)
                .sum();
    }

    @Test
    void messagesExpungedUnderneathAreMissedByNobody() throws Exception {
        List<String> kept = new ArrayList<>(deliver(500, 600));
        deliver(1000, 100, 600);
        kept.addAll(deliver(2000, 50, 600));
        duringTheVisit("expunge", "-u", mailbox, "mailbox", "INBOX", "uid", "501:600");
        visit(new After.Keep());
        visit(new After.Keep());
        assertThat(handedOver()).containsAll(kept);
        assertThat(handedOver()).doesNotHaveDuplicates();
        assertThat(postern.queue().ledger().generation(mailbox, "INBOX")).isPresent();
        assertThat(postern.events())
                .noneMatch(event -> event instanceof Event.FetchFailed failed && failed.parked());
    }

    @Test
    void flagsChangedByAnotherClientDisturbNothing() throws Exception {
        List<String> sent = deliver(500, 600);
        duringTheVisit(
                "flags",
                "add",
                "-u",
                mailbox,
                "\\Seen \\Flagged Urgent",
                "mailbox",
                "INBOX",
                "all");
        MailboxStatus status = visit(new After.Delete());
        assertThat(status.trouble()).isEmpty();
        assertThat(handedOver()).isEqualTo(sent);
        assertThat(there("INBOX")).isZero();
    }

    @Test
    void idleBringsNewMailAtOnce() throws Exception {
        postern.collector().start(List.of(assignment(new After.Delete())));
        await(Event.Visited.class);
        List<String> sent = deliver(1, 700);
        await(Event.Accepted.class);
        Optional<Instant> _ = postern.lane().runDue();
        assertThat(handedOver()).isEqualTo(sent);
    }

    @Test
    void bigMessageComesWhole() throws Exception {
        List<String> sent = deliver(1, 30 << 20);
        assertThat(visit(new After.Delete()).trouble()).isEmpty();
        assertThat(handedOver()).isEqualTo(sent);
    }

    @Test
    @Tag("slow")
    void fullMailboxIsEmptiedOnce() throws Exception {
        List<String> sent = deliver(5000, 1500);
        assertThat(visit(new After.Delete()).trouble()).isEmpty();
        assertThat(handedOver()).isEqualTo(sent);
        assertThat(there("INBOX")).isZero();
    }

    @Test
    void strangeMailComesAsTheServerHasIt() throws Exception {
        int count = StrangeMail.deliverTo(dovecot, mailbox);
        List<String> served =
                StrangeMail.servedBy(
                        "imaps://localhost:%d/INBOX;UID=[1-%d]"
                                .formatted(dovecot.imap().port(), count),
                        dovecot,
                        mailbox,
                        folder);
        assertThat(visit(new After.Keep()).trouble()).isEmpty();
        assertThat(handedOver()).isEqualTo(served);
    }
}
