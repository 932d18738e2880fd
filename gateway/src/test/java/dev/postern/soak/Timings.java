package dev.postern.soak;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// How long things took since somebody looked last. May be used from any thread.
final class Timings {

    private final Queue<Duration> times = new ConcurrentLinkedQueue<>();

    void add(Duration time) {
        times.add(time);
    }

    /// Puts median and 99th percentile in, if anything ended, and begins anew.
    ///
    /// @param unit that they are counted in
    void drain(Map<Column, Double> into, Column median, Column p99, Duration unit) {
        long[] nanos = new long[times.size()];
        for (int i = 0; i < nanos.length; i++) {
            Duration time = times.poll();
            nanos[i] = time == null ? 0 : time.toNanos();
        }
        if (nanos.length > 0) {
            Arrays.sort(nanos);
            double one = unit.toNanos();
            into.put(median, nanos[nanos.length / 2] / one);
            into.put(p99, nanos[nanos.length - 1 - nanos.length / 100] / one);
        }
    }
}
