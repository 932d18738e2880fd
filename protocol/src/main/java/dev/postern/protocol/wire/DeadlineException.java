package dev.postern.protocol.wire;

import java.io.IOException;
import java.time.Duration;

/// A wait took longer than its limit. The connection is closed.
public final class DeadlineException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Wait wait;
    private final Duration limit;

    DeadlineException(String peer, Wait wait, Duration limit) {
        super("waited %s for %s %s".formatted(inWords(limit), peer, wait.words()));
        this.wait = wait;
        this.limit = limit;
    }

    /// Which wait it was.
    public Wait waitedFor() {
        return wait;
    }

    /// How long it was allowed to take.
    public Duration limit() {
        return limit;
    }

    private static String inWords(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }
}
