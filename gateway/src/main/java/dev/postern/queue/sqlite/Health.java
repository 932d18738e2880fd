package dev.postern.queue.sqlite;

import dev.postern.event.Event;
import dev.postern.event.Events;
import dev.postern.queue.QueueUnavailableException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Whether the store takes anything, and the alarm when it does not.
///
/// Safe for use by many threads; told by the writer, asked by everybody.
final class Health {

    static final String SUBJECT = "queue store";

    private final Events events;
    private final AtomicReference<Optional<String>> trouble =
            new AtomicReference<>(Optional.empty());

    Health(Events events) {
        this.events = events;
    }

    /// From now on nothing is accepted. The alarm is raised once, and again if the reason changes.
    void fails(String reason) {
        Optional<String> before = trouble.getAndSet(Optional.of(reason));
        if (!before.equals(Optional.of(reason))) {
            events.report(
                    new Event.AlarmRaised(
                            SUBJECT, "The queue takes nothing in until this is over: " + reason));
        }
    }

    /// Writing works.
    void works() {
        if (trouble.get().isPresent() && trouble.getAndSet(Optional.empty()).isPresent()) {
            events.report(new Event.AlarmCleared(SUBJECT));
        }
    }

    boolean failing() {
        return trouble.get().isPresent();
    }

    /// @throws QueueUnavailableException if the store is known not to take anything
    void check() throws QueueUnavailableException {
        Optional<String> reason = trouble.get();
        if (reason.isPresent()) {
            throw new QueueUnavailableException("The queue takes nothing in now. " + reason.get());
        }
    }
}
