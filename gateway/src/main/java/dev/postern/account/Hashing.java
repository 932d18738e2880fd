package dev.postern.account;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// The turns at hashing passwords: each takes 19 MiB of memory and some ten milliseconds of a
/// processor, and strangers can ask for it.
///
/// Half of the processors at most are given to it, and no more than an eighth of the heap. Who
/// waits for a turn waits in line; a line that is too long turns away. Safe for use by many
/// threads.
final class Hashing {

    private static final int WAITING_MAX = 200;
    private static final int HEAP_SHARE = 8;

    private final Semaphore turns;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    /// What is done in one's turn.
    @FunctionalInterface
    interface Work<T> {
        T run();
    }

    Hashing(int atOnce) {
        turns = new Semaphore(atOnce, true);
    }

    /// As many at once as this machine can bear.
    static int usual(PasswordHash.Cost cost) {
        long heap = Runtime.getRuntime().maxMemory() / HEAP_SHARE / (cost.memory() * 1024L);
        return (int)
                Math.clamp(heap, 1, Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    /// Waits for a turn and does the work in it.
    ///
    /// @throws IOException if too many wait already
    <T> T inTurn(Work<T> work) throws IOException, InterruptedException {
        if (waiting.incrementAndGet() > WAITING_MAX) {
            waiting.decrementAndGet();
            throw new IOException(
                    "More than "
                            + WAITING_MAX
                            + " sign-ins wait for their password to be checked.");
        }
        try {
            turns.acquire();
        } finally {
            waiting.decrementAndGet();
        }
        try {
            return work.run();
        } finally {
            turns.release();
        }
    }

    /// The hash of a password with the salt and cost of this one. In one's turn only.
    PasswordHash like(PasswordHash one, byte[] password) {
        done.incrementAndGet();
        return one.sibling(password);
    }

    /// How many hashes were made: what a sign-in costs.
    int done() {
        return done.get();
    }
}
