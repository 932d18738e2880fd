package dev.postern.lab.mail;

import dev.postern.lab.Gatekeeper.Protocol;
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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What clients did to the lab's mail servers: connections, sign-ins, and the last dialogues.
///
/// Written by the servers, read by tests; may be used from any thread.
public final class Journal {

    private static final int DIALOGUES_MAX = 500;

    private final ReentrantLock lock = new ReentrantLock();
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
                locked(() -> {
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
        return locked(() -> List.copyOf(dialogues));
    }

    /// Those of the last connections that signed in to a mailbox.
    public List<Dialogue> dialogues(String mailbox) {
        return dialogues().stream()
                .filter(one -> one.mailbox().filter(mailbox::equalsIgnoreCase).isPresent())
                .toList();
    }

    /// Connections that were ever made.
    public long connections() {
        return locked(() -> total);
    }

    /// Connections that are open.
    public long connectionsOpen() {
        return locked(() -> open);
    }

    /// Open connections that signed in to this mailbox.
    public int connectionsOpen(String mailbox) {
        return locked(() -> of(mailbox).now);
    }

    /// The most connections this mailbox ever had at once.
    public int connectionsMost(String mailbox) {
        return locked(() -> of(mailbox).most);
    }

    /// Sign-ins that were answered with OK.
    public long signIns() {
        return locked(() -> signIns);
    }

    public long signInsRefused() {
        return locked(() -> signInsRefused);
    }

    /// Notes a sign-in that was not answered with OK.
    public void refused() {
        locked(() -> ++signInsRefused);
    }

    /// How often the content of a message was begun to be sent.
    public long downloads() {
        return locked(() -> downloads);
    }

    /// Notes that the content of a message is about to be sent; the number of this download.
    public long download() {
        return locked(() -> ++downloads);
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
                locked(() -> {
                    signIns++;
                    Connections more = of(mailbox).more();
                    connections.put(mailbox.toLowerCase(Locale.ROOT), more);
                    return more.now;
                });
        tell();
        return now;
    }

    void closed(Optional<String> mailbox) {
        locked(() -> {
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

    private <T> T locked(Supplier<T> step) {
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }
}
