package dev.postern.lab.rest;

import dev.postern.lab.mail.store.Guard;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How much of what has happened in the last while. Any thread may call.
///
/// It remembers no more events of a kind than the largest bound lets through.
public final class Lately {

    private final InstantSource clock;
    private final Guard guard = new Guard();
    private final Map<String, Deque<Event>> events = new HashMap<>();

    public Lately(InstantSource clock) {
        this.clock = clock;
    }

    private record Event(Instant at, long amount) {}

    /// No more than this much within this time.
    public record Bound(Duration within, long most) {}

    /// Counts something, if it fits within all bounds.
    ///
    /// @param kind what is counted together
    /// @return how long until there is room; empty if it was counted
    public Optional<Duration> count(String kind, long amount, List<Bound> bounds) {
        Instant now = clock.instant();
        return guard.step(() -> {
            Deque<Event> known = events.computeIfAbsent(kind, _ -> new ArrayDeque<>());
            forget(known, bounds, now);
            Duration wait = Duration.ZERO;
            for (Bound bound : bounds) {
                Duration until = wait(known, amount, bound, now);
                wait = until.compareTo(wait) > 0 ? until : wait;
            }
            if (wait.isPositive()) {
                return Optional.of(wait);
            }
            known.addLast(new Event(now, amount));
            return Optional.empty();
        });
    }

    private static void forget(Deque<Event> known, List<Bound> bounds, Instant now) {
        Duration longest =
                bounds.stream().map(Bound::within).max(Duration::compareTo).orElse(Duration.ZERO);
        known.removeIf(event -> !event.at().plus(longest).isAfter(now));
    }

    private static Duration wait(Deque<Event> known, long amount, Bound bound, Instant now) {
        List<Event> counted =
                known.stream()
                        .filter(event -> event.at().plus(bound.within()).isAfter(now))
                        .toList();
        long sum = amount + counted.stream().mapToLong(Event::amount).sum();
        Duration wait = Duration.ZERO;
        for (Event event : counted) {
            if (sum <= bound.most()) {
                return wait;
            }
            sum -= event.amount();
            wait = Duration.between(now, event.at().plus(bound.within()));
        }
        return sum <= bound.most() ? wait : bound.within();
    }
}
