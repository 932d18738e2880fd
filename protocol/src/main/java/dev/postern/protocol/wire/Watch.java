package dev.postern.protocol.wire;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Ends a blocking call that takes too long, by closing the socket under it.
///
/// Used by the one thread that reads and writes; the closing is done by a virtual thread that lives
/// while there is something to watch.
final class Watch {

    /*
     * Why not the socket's own timeout? It covers neither writes nor a whole TLS handshake, and under
     * TLS it starts anew with every octet of a record: a peer that sends one octet of a 16 KiB record
     * now and then would hold us for days inside a single read.
     *
     * The watcher is woken only when a wait ends earlier than the one it sleeps for. In a transfer of
     * many reads with the same limit that never happens: it wakes once in that time, sees that the
     * wait it slept for is long over, and sleeps for the present one. So a read costs us two
     * uncontended locks, and no system call.
     */

    private static final long LINGER = Duration.ofSeconds(1).toNanos();

    private final String peer;
    private final Runnable ending;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition earlier = lock.newCondition();

    private @Nullable Wait watched;
    private Duration limit = Duration.ZERO;
    private long due;
    private boolean running;
    private long wakes;
    private boolean stopped;
    private @Nullable DeadlineException overdue;

    /// @param ending closes the socket; must neither block nor throw
    Watch(String peer, Runnable ending) {
        this.peer = peer;
        this.ending = ending;
    }

    /// Begins a wait that must have ended at `dueNanos` (of [System#nanoTime]).
    void begin(Wait wait, Duration itsLimit, long dueNanos) {
        lock.lock();
        try {
            watched = wait;
            limit = itsLimit;
            due = dueNanos;
            if (stopped) {
                return;
            }
            if (!running) {
                running = true;
                wakes = dueNanos;
                Thread.ofVirtual().name("deadline of " + peer).start(this::watch);
            } else if (dueNanos - wakes < 0) {
                wakes = dueNanos;
                earlier.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The wait is over, in one way or the other.
    void end() {
        lock.lock();
        try {
            watched = null;
        } finally {
            lock.unlock();
        }
    }

    /// Lets no wait outlive its limit unnoticed.
    ///
    /// @throws DeadlineException if a wait took too long, now or earlier
    void check() throws DeadlineException {
        lock.lock();
        try {
            if (overdue != null) {
                throw new DeadlineException(peer, overdue.waitedFor(), overdue.limit());
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends the watcher. Safe from every thread.
    void stop() {
        lock.lock();
        try {
            stopped = true;
            earlier.signal();
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        if (sleepUntilOverdue()) {
            ending.run();
        }
    }

    /// Returns true when a wait is overdue, false when there has been nothing to watch for a while.
    private boolean sleepUntilOverdue() {
        lock.lock();
        try {
            boolean idle = false;
            while (!stopped) {
                long now = System.nanoTime();
                if (watched != null && now - due >= 0) {
                    overdue = new DeadlineException(peer, watched, limit);
                    return true;
                }
                if (watched == null && idle) {
                    return false;
                }
                idle = watched == null;
                wakes = idle ? now + LINGER : due;
                long _ = earlier.awaitNanos(wakes - now);
            }
            return false;
        } catch (InterruptedException _) {
            // Nobody has this thread in hand to interrupt it; the next wait would start another.
            return false;
        } finally {
            running = false;
            lock.unlock();
        }
    }
}
