package dev.postern.protocol.smtp;

import dev.postern.protocol.wire.LostClientException;
import dev.postern.protocol.wire.Pace;

/// Measures how fast a message arrives: only the time spent waiting for the client counts.
final class Arrival {

    private final Pace pace;
    private final long silence;
    private long waited;
    private long octets;

    Arrival(ServerDeadlines deadlines) {
        this.pace = deadlines.pace();
        this.silence = deadlines.silence().toNanos();
    }

    /// When more must have come, of [System#nanoTime].
    long due(long now) {
        long left = pace.window().toNanos() - waited;
        return now + (octets < pace.octets() ? Math.min(silence, left) : silence);
    }

    /// More has come.
    void came(int count, long nanos) throws LostClientException {
        octets += count;
        waited += nanos;
        if (waited >= pace.window().toNanos()) {
            if (octets < pace.octets()) {
                throw LostClientException.late("to send its message");
            }
            waited = 0;
            octets = 0;
        }
    }
}
