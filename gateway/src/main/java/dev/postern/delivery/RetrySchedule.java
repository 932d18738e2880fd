package dev.postern.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// When what failed is tried again, and when no more.
///
/// The wait doubles with every failure, from `first` up to `longest`. Jitter takes up to a tenth
/// off, so that destinations which failed together do not come back together.
///
/// Only failures of the message itself count towards giving up: while a destination takes nothing
/// at all, its messages wait, however long it lasts.
///
/// @param first wait after the first failure
/// @param longest upper bound of every wait
/// @param attempts after so many failures of its own a message is parked
/// @param lifetime a message that has been tried for longer than this is parked at its next failure
///   of its own, but not before its third. A submitted message goes back to its sender as long
///   after its acceptance, whosever the failure is
/// @param warnAfter the sender of a submitted message is told of the delay so long after its
///   acceptance, once
public record RetrySchedule(
        Duration first, Duration longest, int attempts, Duration lifetime, Duration warnAfter) {

    private static final Duration WARN_AFTER = Duration.ofHours(4);

    private static final int FAILURES_MIN = 3;
    private static final int DOUBLINGS_MAX = 40;
    private static final double JITTER = 0.1;

    public RetrySchedule {
        if (!first.isPositive() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "waits from " + first + " up to " + longest + " are not a schedule");
        }
        if (attempts < 1 || !lifetime.isPositive() || !warnAfter.isPositive()) {
            throw new IllegalArgumentException(
                    "attempts %d, lifetime %s, warning after %s: all must be positive"
                            .formatted(attempts, lifetime, warnAfter));
        }
    }

    /// A schedule that warns after four hours.
    public RetrySchedule(Duration first, Duration longest, int attempts, Duration lifetime) {
        this(first, longest, attempts, lifetime, WARN_AFTER);
    }

    /// 30 seconds, doubling up to 15 minutes; parked after 5 days.
    public static RetrySchedule usual() {
        return new RetrySchedule(
                Duration.ofSeconds(30),
                Duration.ofMinutes(15),
                Integer.MAX_VALUE,
                Duration.ofDays(5));
    }

    /// How long to wait after so many failures in a row, before jitter.
    ///
    /// @param failures 1 or more
    public Duration waitAfter(int failures) {
        int doublings = Math.clamp(failures - 1L, 0, DOUBLINGS_MAX);
        Duration wait = first;
        for (int i = 0; i < doublings && wait.compareTo(longest) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(longest) < 0 ? wait : longest;
    }

    /// The same, with jitter.
    Duration waitAfter(int failures, RandomGenerator random) {
        long millis = waitAfter(failures).toMillis();
        return Duration.ofMillis(millis - (long) (millis * JITTER * random.nextDouble()));
    }

    /// Whether a message is given up.
    ///
    /// @param failures of its own, so far
    boolean usedUp(int failures, Instant firstTried, Instant now) {
        return failures >= attempts
                || (failures >= FAILURES_MIN && !now.isBefore(firstTried.plus(lifetime)));
    }

    /// A submitted message that was accepted after this moment has not been here for too long, nor
    /// for so long that its sender should know.
    Instant youngSince(Instant now) {
        return now.minus(warnAfter.compareTo(lifetime) < 0 ? warnAfter : lifetime);
    }

    /// Whether a submitted message has been here for too long.
    boolean expired(Instant accepted, Instant now) {
        return !now.isBefore(accepted.plus(lifetime));
    }

    /// Whether a submitted message has been here for so long that its sender should know.
    boolean late(Instant accepted, Instant now) {
        return !now.isBefore(accepted.plus(warnAfter));
    }
}
