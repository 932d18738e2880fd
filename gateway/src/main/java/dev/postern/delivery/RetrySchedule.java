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
///   of its own, but not before its third
public record RetrySchedule(Duration first, Duration longest, int attempts, Duration lifetime) {

    private static final int FAILURES_MIN = 3;
    private static final int DOUBLINGS_MAX = 40;
    private static final double JITTER = 0.1;

    public RetrySchedule {
        if (!first.isPositive() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "waits from " + first + " up to " + longest + " are not a schedule");
        }
        if (attempts < 1 || !lifetime.isPositive()) {
            throw new IllegalArgumentException(
                    "attempts " + attempts + ", lifetime " + lifetime + ": both must be positive");
        }
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
}
