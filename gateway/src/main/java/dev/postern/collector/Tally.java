package dev.postern.collector;

import dev.postern.queue.ServerId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The running count of one visit, over all its passes. Confined to the visit's thread.
///
/// It counts messages and not what happened to them: a later pass meets again what an earlier one
/// took or could not fetch.
final class Tally {

    private final Set<ServerId> taken = new HashSet<>();
    private final Set<ServerId> finished = new HashSet<>();
    private final Set<ServerId> parked = new HashSet<>();
    private final Set<ServerId> failed = new HashSet<>();
    private final Set<ServerId> known = new HashSet<>();
    private final Set<ServerId> waiting = new HashSet<>();
    private int ambiguous;
    private int postponed;
    private Optional<Instant> retryAt = Optional.empty();

    /// A pass looks at the whole folder anew, so what is seen there is counted anew.
    void beginPass() {
        known.clear();
        waiting.clear();
        ambiguous = 0;
        postponed = 0;
        retryAt = Optional.empty();
    }

    void taken(ServerId id) {
        taken.add(id);
        failed.remove(id);
    }

    void finished(Collection<? extends ServerId> ids) {
        finished.addAll(ids);
    }

    void parked(ServerId id) {
        parked.add(id);
        failed.remove(id);
    }

    /// @param next when the message is tried again
    void failed(ServerId id, Instant next) {
        failed.add(id);
        retryAt(next);
    }

    void known(ServerId id) {
        if (!taken.contains(id) && !parked.contains(id)) {
            known.add(id);
        }
    }

    /// Counts a message whose next attempt is not due.
    void waiting(ServerId id, Instant next) {
        if (!failed.contains(id)) {
            waiting.add(id);
        }
        retryAt(next);
    }

    private void retryAt(Instant next) {
        retryAt = Optional.of(retryAt.filter(soonest -> soonest.isBefore(next)).orElse(next));
    }

    /// Counts messages for which there was no room or no time in this visit.
    void postponed(int count) {
        postponed += count;
    }

    /// Counts ids that stand for several messages, which nobody can take.
    void ambiguous(int count) {
        ambiguous += count;
    }

    int takenSoFar() {
        return taken.size();
    }

    VisitReport report() {
        return new VisitReport(
                taken.size(),
                known.size(),
                finished.size(),
                parked.size(),
                failed.size(),
                waiting.size() + postponed + failed.size() + ambiguous,
                postponed > 0,
                retryAt);
    }
}
