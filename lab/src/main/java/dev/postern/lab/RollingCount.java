package dev.postern.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// How much of something there was in the last so-and-so long. Not safe for threads; whoever has
/// one guards it.
///
/// It remembers each addition until its time is over, so additions beyond a limit should not be
/// made.
public final class RollingCount {

    private record Added(Instant at, long amount) {}

    private final Duration window;
    private final Deque<Added> additions = new ArrayDeque<>();
    private long sum;

    public RollingCount(Duration window) {
        this.window = window;
    }

    /// How much it is now.
    public long at(Instant now) {
        Instant since = now.minus(window);
        while (!additions.isEmpty() && !additions.getFirst().at().isAfter(since)) {
            sum -= additions.removeFirst().amount();
        }
        return sum;
    }

    /// How long until this much more fits within `most`: nothing if it does now, the whole window
    /// if it never does.
    public Duration until(Instant now, long amount, long most) {
        long excess = at(now) + amount - most;
        Duration wait = Duration.ZERO;
        for (Added one : additions) {
            if (excess <= 0) {
                return wait;
            }
            excess -= one.amount();
            wait = Duration.between(now, one.at().plus(window));
        }
        return excess <= 0 ? wait : window;
    }

    /// Adds, if there are at most `most` with it.
    public boolean add(Instant now, long amount, long most) {
        if (at(now) + amount > most) {
            return false;
        }
        additions.addLast(new Added(now, amount));
        sum += amount;
        return true;
    }
}
