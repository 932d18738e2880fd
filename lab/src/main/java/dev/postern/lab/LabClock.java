package dev.postern.lab;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// The lab's idea of the time: the clock below it, shifted by as much as a test wants.
///
/// To move it forward ends tokens and expires secrets at once; to leave it shifted is how a client
/// meets a clock that differs from its own. Any thread may read and move it.
public final class LabClock implements InstantSource {

    private final InstantSource below;
    private final AtomicReference<Duration> shift = new AtomicReference<>(Duration.ZERO);

    /// @param below what the time is without a shift
    public LabClock(InstantSource below) {
        this.below = below;
    }

    @Override
    public Instant instant() {
        return below.instant().plus(shift.get());
    }

    /// How far the lab is ahead of the clock below it; negative if it is behind.
    public Duration shift() {
        return shift.get();
    }

    /// Shifts the lab against the clock below it by this much, whatever the shift was before.
    public void shiftTo(Duration ahead) {
        shift.set(ahead);
    }

    /// Moves the lab's time on from where it is.
    public void advance(Duration by) {
        shift.updateAndGet(ahead -> ahead.plus(by));
    }
}
