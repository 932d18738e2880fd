package dev.postern.app;

import dev.postern.event.Events;
import dev.postern.queue.CrashPoint;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;

/// The world outside, as tests have it: the same at each run but for the clock.
final class QuietWorld {

    private QuietWorld() {}

    /// Where nobody listens.
    static Gateway.Environment at(InstantSource clock) {
        return at(clock, _ -> {});
    }

    static Gateway.Environment at(InstantSource clock, Events listener) {
        return new Gateway.Environment(
                listener, clock, clock, new Random(1), Map.of(), CrashPoint.NONE, TimeLimits.USUAL);
    }
}
