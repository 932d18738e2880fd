package dev.postern.token;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait after the n-th failure in a row: doubling from `first` up to `longest`, and
/// then up to half less, so that many gateways do not come back at the same moment.
record Backoff(Duration first, Duration longest) {

    private static final int DOUBLINGS_MAX = 30;

    Duration waitAfter(int failures, RandomGenerator random) {
        int doublings = Math.clamp(failures - 1L, 0, DOUBLINGS_MAX);
        long wait = Math.min(longest.toMillis(), first.toMillis() << doublings);
        return Duration.ofMillis(wait - random.nextLong(wait / 2 + 1));
    }
}
