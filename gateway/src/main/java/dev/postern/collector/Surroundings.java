package dev.postern.collector;

import dev.postern.event.Events;
import dev.postern.queue.CrashPoint;
import dev.postern.queue.Intake;
import dev.postern.queue.Ledger;
import java.time.InstantSource;

/// What every visit works with.
///
/// @param crash reached as `told` when the server has confirmed what was to become of messages, and
///   the ledger does not know it yet
public record Surroundings(
        Intake intake, Ledger ledger, Events events, InstantSource clock, CrashPoint crash) {

    public Surroundings(Intake intake, Ledger ledger, Events events, InstantSource clock) {
        this(intake, ledger, events, clock, CrashPoint.NONE);
    }
}
