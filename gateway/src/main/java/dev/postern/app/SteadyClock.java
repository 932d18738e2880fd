package dev.postern.app;

import java.time.Instant;
import java.time.InstantSource;

/// A clock that shows what another one showed when it was made, and goes on evenly from there,
/// however that one is set. Stands still while the machine sleeps. Any thread may read it.
final class SteadyClock implements InstantSource {

    private final Instant start;
    private final long nanos = System.nanoTime();

    SteadyClock(InstantSource clock) {
        this.start = clock.instant();
    }

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - nanos);
    }
}
