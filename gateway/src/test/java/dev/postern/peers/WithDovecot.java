package dev.postern.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.collector.Assignment;
import dev.postern.collector.MailboxPlan.After;
import dev.postern.collector.MailboxStatus;
import dev.postern.collector.Server;
import dev.postern.event.Event;
import dev.postern.event.Events;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// A Dovecot, and a Postern that collects from it, for each test a mailbox of its own.
abstract class WithDovecot {

    static final String TOKEN = "token-of-razr";
    private static final Instant RECEIVED = Instant.parse("2026-09-14T06:15:00Z");
    private static final Duration SOON = Duration.ofSeconds(30);

    static Dovecot dovecot;

    @TempDir Path folder;
    String mailbox = "";
    Installation postern;
    private volatile Events also = _ -> {};

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
        String name = test.getTestMethod().orElseThrow().getName();
        mailbox = name.toLowerCase(Locale.ROOT) + "@example.cz";
        dovecot.maildir(mailbox);
        dovecot.permit(TOKEN, mailbox);
        postern = new Installation(folder, event -> also.report(event));
        postern.use(TOKEN);
    }

    @AfterEach
    void uninstall() throws IOException {
        if (postern != null) {
            postern.close();
        }
    }

    abstract Assignment assignment(After after);

    Assignment imap(After after) {
        return Installation.assignment(
                Server.Protocol.IMAP, dovecot.imap(), dovecot.trust(), mailbox, after);
    }

    Assignment pop3(After after) {
        return Installation.assignment(
                Server.Protocol.POP3, dovecot.pop3(), dovecot.trust(), mailbox, after);
    }

    MailboxStatus visit(After after) throws IOException, InterruptedException {
        return postern.visit(assignment(after));
    }

    /// Puts messages into the mailbox.
    ///
    /// @return their digests, sorted
    List<String> deliver(int count, int size) throws IOException {
        return deliver(0, count, size);
    }

    List<String> deliver(int first, int count, int size) throws IOException {
        List<String> digests = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            byte[] message = Mail.message(i, size);
            dovecot.deliver(mailbox, message, RECEIVED.plusSeconds(i));
            digests.add(Mail.digest(message));
        }
        return digests.stream().sorted().toList();
    }

    /// The digests of what was handed over, sorted.
    List<String> handedOver() throws IOException {
        return Mail.digests(postern.handedOver());
    }

    /// How many messages the server has in a folder.
    int there(String name) throws IOException, InterruptedException {
        return matching(name, "all");
    }

    int matching(String name, String query) throws IOException, InterruptedException {
        return (int)
                dovecot.doveadm("search", "-u", mailbox, "mailbox", name, query).lines().count();
    }

    /// Lets doveadm do something as soon as the first message is taken.
    void duringTheVisit(String... doveadm) {
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

    void await(Class<? extends Event> kind) throws InterruptedException {
        long end = System.nanoTime() + SOON.toNanos();
        Event event = null;
        while (!kind.isInstance(event)) {
            event = postern.events().poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            assertThat(event).as("%s within %s", kind.getSimpleName(), SOON).isNotNull();
        }
    }
}
