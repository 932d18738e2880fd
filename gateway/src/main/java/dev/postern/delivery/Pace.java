package dev.postern.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// Keeps what is done below so many a minute and so many an hour: never more than that in any 60
/// seconds and in any 60 minutes. What was done before a restart is not remembered.
///
/// Safe for use by many threads.
public final class Pace {

    /* Above this, seconds are counted instead of minutes: the same promise, less to remember. */
    private static final int FINE = 6_000;

    private final List<Window> windows;
    private final ReentrantLock lock = new ReentrantLock();

    /// One stretch of time and what was done in it. Guarded by the pace's lock.
    private record Window(int most, Duration length, Queue<Instant> recent) {

        Window(int most, Duration length) {
            this(most, length, new ArrayDeque<>());
        }

        static Window of(int most, Duration length) {
            Duration fine = length.dividedBy(60);
            return most > FINE ? new Window(most / 60, fine) : new Window(most, length);
        }

        /// When there is room for one more, if there is none now.
        Optional<Instant> full(Instant now) {
            for (Instant oldest = recent.peek();
                    oldest != null && over(oldest, now);
                    oldest = recent.peek()) {
                recent.remove();
            }
            return recent.size() < most
                    ? Optional.empty()
                    : Optional.of(recent.element().plus(length));
        }

        /* A moment in the future means that the clock was set back: it must not block for long. */
        private boolean over(Instant then, Instant now) {
            return !then.plus(length).isAfter(now) || then.isAfter(now);
        }
    }

    /// @param perMinute and
    /// @param perHour either may be [Limits#ANY_NUMBER]
    public Pace(int perMinute, int perHour) {
        this.windows =
                Stream.of(
                                Optional.of(perMinute)
                                        .filter(most -> most != Limits.ANY_NUMBER)
                                        .map(most -> Window.of(most, Duration.ofMinutes(1))),
                                Optional.of(perHour)
                                        .filter(most -> most != Limits.ANY_NUMBER)
                                        .map(most -> Window.of(most, Duration.ofHours(1))))
                        .flatMap(Optional::stream)
                        .toList();
    }

    /// Counts one, unless it would be one too many.
    ///
    /// @return empty if it may go now, else when it may
    public Optional<Instant> take(Instant now) {
        lock.lock();
        try {
            Optional<Instant> later =
                    windows.stream()
                            .flatMap(window -> window.full(now).stream())
                            .max(Comparator.naturalOrder());
            if (later.isEmpty()) {
                windows.forEach(window -> window.recent().add(now));
            }
            return later;
        } finally {
            lock.unlock();
        }
    }
}
