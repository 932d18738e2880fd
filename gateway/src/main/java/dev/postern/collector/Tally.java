package dev.postern.collector;

import dev.postern.queue.ServerId;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The running count of one visit, over all its passes. Confined to the visit's thread.
final class Tally {

    private int taken;
    private int finished;
    private int parked;
    private final Set<ServerId> failed = new HashSet<>();
    private int known;
    private int waiting;
    private int postponed;
    private Optional<Instant> retryAt = Optional.empty();

    /// A pass looks at the whole folder anew, so what is seen there is counted anew.
    void beginPass() {
        known = 0;
        waiting = 0;
        postponed = 0;
        retryAt = Optional.empty();
    }

    void taken() {
        taken++;
    }

    void finished(int count) {
        finished += count;
    }

    void parked(ServerId id) {
        parked++;
        failed.remove(id);
    }

    /// @param next when the message is tried again
    void failed(ServerId id, Instant next) {
        failed.add(id);
        retryAt(next);
    }

    void known(int count) {
        known += count;
    }

    /// Counts a message whose next attempt is not due.
    void waiting(Instant next) {
        waiting++;
        retryAt(next);
    }

    private void retryAt(Instant next) {
        retryAt = Optional.of(retryAt.filter(soonest -> soonest.isBefore(next)).orElse(next));
    }

    /// Counts messages for which there was no room or no time in this visit.
    void postponed(int count) {
        postponed += count;
    }

    int takenSoFar() {
        return taken;
    }

    VisitReport report() {
        return new VisitReport(
                taken,
                known,
                finished,
                parked,
                failed.size(),
                waiting + postponed + failed.size(),
                postponed > 0,
                retryAt);
    }
}
