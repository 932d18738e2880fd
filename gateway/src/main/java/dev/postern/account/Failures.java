package dev.postern.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Counts failures by some key, and locks it when there are too many.
///
/// Bounded: the count that was used longest ago is forgotten first. Safe for use by many threads.
final class Failures {

    private static final int KEYS_MAX = 20_000;

    private final LockOut.Limit limit;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Count> counts =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
                    return size() > KEYS_MAX;
                }
            };

    /// @param lockedUntil its own past if it is not locked
    private record Count(int failures, Instant since, Instant lockedUntil) {}

    /// What one more failure means.
    ///
    /// @param failures in a row
    /// @param lockedUntil present if this one locked the key
    record Failure(int failures, Optional<Instant> lockedUntil) {}

    Failures(LockOut.Limit limit, InstantSource clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /// How long the key is locked; empty if it is not.
    Optional<Duration> locked(String key) {
        Instant now = clock.instant();
        lock.lock();
        try {
            return Optional.ofNullable(counts.get(key))
                    .filter(count -> count.lockedUntil().isAfter(now))
                    .map(count -> Duration.between(now, count.lockedUntil()));
        } finally {
            lock.unlock();
        }
    }

    Failure failed(String key) {
        Instant now = clock.instant();
        lock.lock();
        try {
            Count before = counts.get(key);
            boolean running = before != null && now.isBefore(before.since().plus(limit.within()));
            int failures = running ? before.failures() + 1 : 1;
            if (failures < limit.failures()) {
                Instant since = running ? before.since() : now;
                counts.put(key, new Count(failures, since, Instant.MIN));
                return new Failure(failures, Optional.empty());
            }
            Instant until = now.plus(limit.lasts());
            counts.put(key, new Count(0, now, until));
            return new Failure(failures, Optional.of(until));
        } finally {
            lock.unlock();
        }
    }

    void succeeded(String key) {
        lock.lock();
        try {
            counts.remove(key);
        } finally {
            lock.unlock();
        }
    }
}
