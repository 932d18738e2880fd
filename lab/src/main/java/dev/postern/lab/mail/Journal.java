package dev.postern.lab.mail;

import dev.postern.lab.Gatekeeper.Protocol;
import dev.postern.lab.mail.store.Guard;
import dev.postern.lab.mail.store.Watchers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// What clients did to the lab's mail servers: connections, sign-ins, and the last dialogues.
///
/// Written by the servers, read by tests; may be used from any thread.
public final class Journal {

    private static final int DIALOGUES_MAX = 500;

    private final Guard guard = new Guard();
    private final Deque<Dialogue> dialogues = new ArrayDeque<>();
    private final Map<String, Connections> connections = new HashMap<>();
    private final Watchers watchers = new Watchers();
    private long total;
    private long open;
    private long signIns;
    private long signInsRefused;
    private long downloads;

    /// How many connections a mailbox has, and had at most.
    private record Connections(int now, int most) {

        static final Connections NONE = new Connections(0, 0);

        Connections more() {
            return new Connections(now + 1, Math.max(most, now + 1));
        }

        Connections less() {
            return new Connections(now - 1, most);
        }
    }

    /// Starts the record of a new connection.
    public Dialogue open(Protocol protocol) {
        Dialogue dialogue =
                guard.step(() -> {
                    Dialogue opened = new Dialogue(++total, protocol, this);
                    open++;
                    if (dialogues.size() == DIALOGUES_MAX) {
                        dialogues.removeFirst();
                    }
                    dialogues.addLast(opened);
                    return opened;
                });
        tell();
        return dialogue;
    }

    /// The last connections, oldest first, closed ones among them.
    public List<Dialogue> dialogues() {
        return guard.step(() -> List.copyOf(dialogues));
    }

    /// Those of the last connections that signed in to a mailbox.
    public List<Dialogue> dialogues(String mailbox) {
        return dialogues().stream()
                .filter(one -> one.mailbox().filter(mailbox::equalsIgnoreCase).isPresent())
                .toList();
    }

    /// Connections that were ever made.
    public long connections() {
        return guard.step(() -> total);
    }

    /// Connections that are open.
    public long connectionsOpen() {
        return guard.step(() -> open);
    }

    /// Open connections that signed in to this mailbox.
    public int connectionsOpen(String mailbox) {
        return guard.step(() -> of(mailbox).now);
    }

    /// The most connections this mailbox ever had at once.
    public int connectionsMost(String mailbox) {
        return guard.step(() -> of(mailbox).most);
    }

    /// Sign-ins that were answered with OK.
    public long signIns() {
        return guard.step(() -> signIns);
    }

    public long signInsRefused() {
        return guard.step(() -> signInsRefused);
    }

    /// Notes a sign-in that was not answered with OK.
    public void refused() {
        guard.step(() -> ++signInsRefused);
    }

    /// How often the content of a message was begun to be sent.
    public long downloads() {
        return guard.step(() -> downloads);
    }

    /// Notes that the content of a message is about to be sent; the number of this download.
    public long download() {
        return guard.step(() -> ++downloads);
    }

    /// Waits until the journal is as wanted; false if it was not in time.
    public boolean await(Predicate<Journal> wanted, Duration patience) throws InterruptedException {
        Semaphore changes = new Semaphore(0);
        long end = System.nanoTime() + patience.toNanos();
        try (Watchers.Watch _ = watchers.watch(changes::release)) {
            while (!wanted.test(this)) {
                if (!changes.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return wanted.test(this);
                }
                changes.drainPermits();
            }
            return true;
        }
    }

    int signedIn(String mailbox) {
        int now =
                guard.step(() -> {
                    signIns++;
                    Connections more = of(mailbox).more();
                    connections.put(mailbox.toLowerCase(Locale.ROOT), more);
                    return more.now;
                });
        tell();
        return now;
    }

    void closed(Optional<String> mailbox) {
        guard.step(() -> {
            mailbox.ifPresent(one -> connections.put(one.toLowerCase(Locale.ROOT), of(one).less()));
            return --open;
        });
        tell();
    }

    void tell() {
        watchers.tell();
    }

    private Connections of(String mailbox) {
        return connections.getOrDefault(mailbox.toLowerCase(Locale.ROOT), Connections.NONE);
    }
}
