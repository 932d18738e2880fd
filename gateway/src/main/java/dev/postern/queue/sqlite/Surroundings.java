package dev.postern.queue.sqlite;

import dev.postern.event.Events;
import dev.postern.queue.CrashPoint;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What the queue needs from outside.
///
/// @param clock the time of day, which may be set while the process runs
/// @param steady goes on evenly whatever happens to the clock, and is near it when the process
///   begins: by it leases run out and waits end
/// @param random need not be secret; must differ between processes. Used by one thread at a time
public record Surroundings(
        InstantSource clock,
        InstantSource steady,
        RandomGenerator random,
        Events events,
        CrashPoint crash) {

    /// With a clock that nobody sets.
    public Surroundings(
            InstantSource clock, RandomGenerator random, Events events, CrashPoint crash) {
        this(clock, clock, random, events, crash);
    }
}
