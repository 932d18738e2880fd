package dev.postern.queue.sqlite;

import dev.postern.event.Events;
import dev.postern.queue.CrashPoint;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What the queue needs from outside.
///
/// @param random need not be secret; must differ between processes. Used by one thread at a time
public record Surroundings(
        InstantSource clock, RandomGenerator random, Events events, CrashPoint crash) {}
