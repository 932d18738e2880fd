package dev.postern.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps a destination below its messages per minute: never more than that in any 60 seconds.
///
/// Safe for use by many threads.
final class Pace {

    /* Above this, seconds are counted instead of minutes: the same promise, less to remember. */
    private static final int FINE = 6_000;

    private final int most;
    private final Duration window;
    private final Queue<Instant> recent = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();

    Pace(int messagesPerMinute) {
        boolean fine = messagesPerMinute > FINE && messagesPerMinute != Limits.ANY_NUMBER;
        this.most = fine ? messagesPerMinute / 60 : messagesPerMinute;
        this.window = fine ? Duration.ofSeconds(1) : Duration.ofMinutes(1);
    }

    /// Counts one message, unless it would be one too many.
    ///
    /// @return empty if it may go now, else when it may
    Optional<Instant> take(Instant now) {
        if (most == Limits.ANY_NUMBER) {
            return Optional.empty();
        }
        lock.lock();
        try {
            for (Instant oldest = recent.peek();
                    oldest != null && over(oldest, now);
                    oldest = recent.peek()) {
                recent.remove();
            }
            if (recent.size() >= most) {
                return Optional.of(recent.element().plus(window));
            }
            recent.add(now);
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /* A moment in the future means that the clock was set back: it must not block for long. */
    private boolean over(Instant then, Instant now) {
        return !then.plus(window).isAfter(now) || then.isAfter(now);
    }
}
