package dev.postern.queue.sqlite;

import dev.postern.event.Event;
import dev.postern.event.Events;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// One alarm that is raised or not. Safe for use by many threads.
final class Alarm {

    private final String subject;
    private final Events events;
    private final AtomicReference<Optional<String>> raised =
            new AtomicReference<>(Optional.empty());

    Alarm(String subject, Events events) {
        this.subject = subject;
        this.events = events;
    }

    /// Raises it, or says so if the reason has changed.
    void raise(String text) {
        Optional<String> now = Optional.of(text);
        if (!raised.getAndSet(now).equals(now)) {
            events.report(new Event.AlarmRaised(subject, text));
        }
    }

    /// Ends it, if it was raised.
    void clear() {
        if (raised.get().isPresent() && raised.getAndSet(Optional.empty()).isPresent()) {
            events.report(new Event.AlarmCleared(subject));
        }
    }

    /// Why it is raised; empty if it is not.
    Optional<String> reason() {
        return raised.get();
    }
}
