package dev.postern.collector;

import dev.postern.event.Events;
import dev.postern.queue.Intake;
import dev.postern.queue.Ledger;
import java.time.InstantSource;

/// What every visit works with.
public record Surroundings(Intake intake, Ledger ledger, Events events, InstantSource clock) {}
