package dev.postern.delivery;

import dev.postern.queue.Outlet;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps a destination below its recipients per day: never more than that in any 24 hours, across
/// restarts too, since it is the queue that remembers.
///
/// Safe for use by many threads. The queue is asked without the lock.
final class DailyQuota {

    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration FINE = Duration.ofMinutes(1);

    private final String destination;
    private final long most;
    private final Outlet outlet;
    private final ReentrantLock lock = new ReentrantLock();

    /* What was taken during the last day, as far as is known: too high rather than too low, because
     * what is older than a day is only forgotten when the queue is asked again. */
    private long taken;
    private long inHand;
    private boolean asked;

    DailyQuota(String destination, long most, Outlet outlet) {
        this.destination = destination;
        this.most = most;
        this.outlet = outlet;
    }

    /// Reserves room for so many recipients, until [#settle].
    ///
    /// @return empty if there is room, else when there will be
    Optional<Instant> reserve(int recipients, Instant now) throws IOException {
        if (most == Long.MAX_VALUE || recipients == 0 || fits(recipients)) {
            return Optional.empty();
        }
        learn(outlet.recipientsSince(destination, now.minus(DAY)));
        return fits(recipients) ? Optional.empty() : Optional.of(room(recipients, now));
    }

    private boolean fits(int recipients) {
        lock.lock();
        try {
            boolean fits = asked && taken + inHand + recipients <= most;
            inHand += fits ? recipients : 0;
            return fits;
        } finally {
            lock.unlock();
        }
    }

    private void learn(long lastDay) {
        lock.lock();
        try {
            taken = lastDay;
            asked = true;
        } finally {
            lock.unlock();
        }
    }

    /* The first minute at which enough of the last day is forgotten. */
    private Instant room(int recipients, Instant now) throws IOException {
        Duration full = Duration.ZERO;
        Duration free = DAY;
        while (free.minus(full).compareTo(FINE) > 0) {
            Duration middle = full.plus(free.minus(full).dividedBy(2));
            Instant since = now.minus(DAY).plus(middle);
            if (outlet.recipientsSince(destination, since) + recipients <= most) {
                free = middle;
            } else {
                full = middle;
            }
        }
        return now.plus(free);
    }

    /// Ends a reservation.
    ///
    /// @param reserved as it was
    /// @param used of them the destination took so many
    void settle(int reserved, int used) {
        if (most == Long.MAX_VALUE) {
            return;
        }
        lock.lock();
        try {
            inHand -= reserved;
            taken += used;
        } finally {
            lock.unlock();
        }
    }
}
