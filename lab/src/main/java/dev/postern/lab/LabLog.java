package dev.postern.lab;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// What happened in the lab, the newest [#KEPT] entries of it.
///
/// Here, and not in an answer to a client, stands why a token was refused. Any thread may write and
/// read; the listener is called on the writer's thread, outside of the lock.
public final class LabLog {

    /// How many entries are kept; older ones are forgotten.
    public static final int KEPT = 10_000;

    private final InstantSource clock;
    private final Consumer<Entry> listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long last;

    /// @param listener is told of every entry, for instance to print it; must not throw
    public LabLog(InstantSource clock, Consumer<Entry> listener) {
        this.clock = clock;
        this.listener = listener;
    }

    /// One thing that happened.
    ///
    /// @param number counts up from 1
    /// @param who the tenant, application or mailbox it was about, as the client named it
    /// @param what what became of it, with the reason if it was refused; never a secret or a token
    public record Entry(long number, Instant at, Source source, String who, String what) {}

    /// Which part of the lab an entry comes from.
    public enum Source {
        ENTRA,
        IDENTITY,
        IMAP,
        POP3,
        SMTP,
        HVE,
        ACS,
        GRAPH,
        SMART_HOST,
        CONTROL
    }

    /// Writes an entry.
    public void add(Source source, String who, String what) {
        Entry entry;
        lock.lock();
        try {
            entry = new Entry(++last, clock.instant(), source, who, what);
            entries.addLast(entry);
            if (entries.size() > KEPT) {
                entries.removeFirst();
            }
        } finally {
            lock.unlock();
        }
        listener.accept(entry);
    }

    /// The entries with a number greater than this, oldest first; 0 for all that are kept.
    public List<Entry> after(long number) {
        lock.lock();
        try {
            return entries.stream().filter(entry -> entry.number() > number).toList();
        } finally {
            lock.unlock();
        }
    }

    /// Forgets all entries; the numbers go on.
    public void clear() {
        lock.lock();
        try {
            entries.clear();
        } finally {
            lock.unlock();
        }
    }
}
