package dev.postern.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/// How long a client waits for the reply to a line, in microseconds: the half that was served
/// first, and all but one in a hundred.
record Latency(double median, double p99) {

    private static final double MICROS = 1e3;

    /// Of so many commands, one after the other.
    static Latency of(Talk client, int commands) throws IOException {
        long[] times = new long[commands];
        for (int i = 0; i < commands; i++) {
            times[i] = once(client);
        }
        return of(times);
    }

    /// Of a command every so often.
    static Latency of(Talk client, Duration time, Duration every)
            throws IOException, InterruptedException {
        long[] times = new long[(int) time.dividedBy(every)];
        for (int i = 0; i < times.length; i++) {
            Thread.sleep(every);
            times[i] = once(client);
        }
        return of(times);
    }

    private static long once(Talk client) throws IOException {
        long begun = System.nanoTime();
        if (client.ask("NOOP") != 0) {
            throw new IOException("news came, and there are none");
        }
        return System.nanoTime() - begun;
    }

    private static Latency of(long[] times) {
        Arrays.sort(times);
        return new Latency(
                times[times.length / 2] / MICROS,
                times[times.length - 1 - times.length / 100] / MICROS);
    }
}
