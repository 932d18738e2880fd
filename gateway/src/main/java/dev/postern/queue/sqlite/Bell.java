package dev.postern.queue.sqlite;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Wakes those who wait for work, one rope per destination.
///
/// A ring that nobody hears is kept for the next who comes. Safe for use by many threads; the lock
/// is held for a few instructions.
final class Bell {

    private static final class Rope {
        private final Condition rung;
        private long rings;
        private boolean unheard;
        private long heardOfAll;

        private Rope(Condition rung) {
            this.rung = rung;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Rope> ropes = new HashMap<>();
    private long ringsForAll;

    void ring(String destination) {
        lock.lock();
        try {
            pull(rope(destination));
        } finally {
            lock.unlock();
        }
    }

    /// For changes of which only is known that there was one.
    void ringAll() {
        lock.lock();
        try {
            ringsForAll++;
            ropes.values().forEach(rope -> rope.rung.signalAll());
        } finally {
            lock.unlock();
        }
    }

    private static void pull(Rope rope) {
        rope.rings++;
        rope.unheard = true;
        rope.rung.signalAll();
    }

    /// Returns at once if it rang since the last call, else when it rings, or after this time.
    void await(String destination, Duration max) throws InterruptedException {
        long left = max.toNanos();
        lock.lockInterruptibly();
        try {
            Rope rope = rope(destination);
            long heard = rope.rings;
            while (!rope.unheard
                    && rope.rings == heard
                    && rope.heardOfAll == ringsForAll
                    && left > 0) {
                left = rope.rung.awaitNanos(left);
            }
            rope.unheard = false;
            rope.heardOfAll = ringsForAll;
        } finally {
            lock.unlock();
        }
    }

    private Rope rope(String destination) {
        return ropes.computeIfAbsent(destination, _ -> new Rope(lock.newCondition()));
    }
}
