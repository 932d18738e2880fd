package dev.postern.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.collector.Assignment;
import dev.postern.collector.MailboxPlan.After;
import dev.postern.collector.MailboxStatus;
import dev.postern.collector.Server;
import dev.postern.event.Event;
import dev.postern.event.Events;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// Collecting from a real Dovecot by IMAP.
@Tag("peer")
class DovecotImapTest {

    private static final String TOKEN = "token-of-razr";
    private static final Instant RECEIVED = Instant.parse("2026-09-14T06:15:00Z");
    private static final Duration SOON = Duration.ofSeconds(30);

    private static Dovecot dovecot;

    @TempDir private Path folder;
    private String mailbox = "";
    private volatile Events also = _ -> {};
    private Installation postern;

    @BeforeAll
    static void startDovecot() throws Exception {
        dovecot = Dovecot.start(Peers.require("dovecot"));
    }

    @AfterAll
    static void stopDovecot() throws Exception {
        if (dovecot != null) {
            dovecot.close();
        }
    }

    @BeforeEach
    void install(TestInfo test) throws IOException {
        mailbox = test.getTestMethod().orElseThrow().getName().toLowerCase() + "@example.cz";
        dovecot.maildir(mailbox);
        dovecot.permit(TOKEN, mailbox);
        postern = new Installation(folder, event -> also.report(event));
        postern.use(TOKEN);
    }

    @AfterEach
    void uninstall() throws IOException {
        postern.events().stream()
                .filter(e -> !(e instanceof Event.Accepted) && !(e instanceof Event.HandedOver))
                .limit(20)
                .forEach(System.err::println);
        System.err.println(postern.handedOver().size());
        postern.close();
    }

    private Assignment assignment(After after) {
        return Installation.assignment(
                Server.Protocol.IMAP, dovecot.imap(), dovecot.trust(), mailbox, after);
    }

    private MailboxStatus visit(After after) throws IOException, InterruptedException {
        return postern.visit(assignment(after));
    }

    /// @return the digests of what was delivered, sorted
    private List<String> deliver(int count, int size) throws IOException {
        return deliver(0, count, size);
    }

    private List<String> deliver(int first, int count, int size) throws IOException {
        List<String> digests = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            byte[] message = Mail.message(i, size);
            dovecot.deliver(mailbox, message, RECEIVED.plusSeconds(i));
            digests.add(Mail.digest(message));
        }
        return digests.stream().sorted().toList();
    }

    private List<String> handedOver() throws IOException {
        return Mail.digests(postern.handedOver());
    }

    private int there(String name) throws IOException, InterruptedException {
        return dovecot.doveadm("search", "-u", mailbox, "mailbox", name, "all")
                .lines()
                .toList()
                .size();
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
        assertThat(dovecot.doveadm("search", "-u", mailbox, "mailbox", "INBOX", "seen").lines())
                .hasSize(5);
    }

    @Test
    void keptAsTheyAre() throws Exception {
        List<String> sent = deliver(5, 500);
        visit(new After.Keep());
        MailboxStatus second = visit(new After.Keep());
        assertThat(second.lastReport().orElseThrow().taken()).isZero();
        assertThat(handedOver()).isEqualTo(sent);
        assertThat(dovecot.doveadm("search", "-u", mailbox, "mailbox", "INBOX", "unseen").lines())
                .hasSize(5);
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

    /// Takes away all by which Dovecot knows its UIDs, as a restored backup does.
    private void forgetIndex() throws IOException {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(dovecot.maildir(mailbox), "dovecot*")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
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
        also = _ -> {};
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

    /// Lets doveadm do something as soon as the first message is taken.
    private void duringTheVisit(String... doveadm) {
        AtomicBoolean done = new AtomicBoolean();
        also =
                event -> {
                    if (event instanceof Event.Accepted && !done.getAndSet(true)) {
                        try {
                            dovecot.doveadm(doveadm);
                        } catch (IOException | InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                };
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

    private void await(Class<? extends Event> kind) throws InterruptedException {
        long end = System.nanoTime() + SOON.toNanos();
        Event event = null;
        while (!kind.isInstance(event)) {
            event = postern.events().poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            assertThat(event).as("%s within %s", kind.getSimpleName(), SOON).isNotNull();
        }
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
