package dev.postern.queue.sqlite;

import java.util.concurrent.atomic.AtomicLong;

/// The memory that all receptions together may hold. Safe for use by many threads.
final class ReceptionMemory {

    private final AtomicLong left;

    ReceptionMemory(long octets) {
        left = new AtomicLong(octets);
    }

    /// Takes memory if there is some.
    ///
    /// @return whether so much was left, and is taken now
    boolean take(int octets) {
        long before = left.get();
        while (before >= octets) {
            long seen = left.compareAndExchange(before, before - octets);
            if (seen == before) {
                return true;
            }
            before = seen;
        }
        return false;
    }

    /// Takes what a reception cannot do without, even if nothing is left. How many receptions there
    /// are is bounded by the limits of the sessions that began them.
    void takeAnyway(int octets) {
        left.addAndGet(-octets);
    }

    void give(int octets) {
        left.addAndGet(octets);
    }

    long left() {
        return left.get();
    }
}
