package dev.postern.relay;

import dev.postern.account.Devices;
import dev.postern.event.Events;
import dev.postern.queue.Intake;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What the relay needs from outside.
///
/// @param random one that many threads may use; names messages that have no name
public record Surroundings(
        Intake intake,
        Devices devices,
        Events events,
        InstantSource clock,
        RandomGenerator random) {}
