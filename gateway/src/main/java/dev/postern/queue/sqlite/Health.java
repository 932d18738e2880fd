package dev.postern.queue.sqlite;

import dev.postern.event.Events;
import dev.postern.queue.QueueUnavailableException;
import java.util.Optional;

/// Whether the store takes anything, and the alarm when it does not.
///
/// Safe for use by many threads; told by the writer, asked by everybody.
final class Health {

    static final String SUBJECT = "queue store";

    private final Alarm alarm;

    Health(Events events) {
        alarm = new Alarm(SUBJECT, events);
    }

    /// From now on nothing is accepted.
    void fails(String reason) {
        alarm.raise("The queue takes nothing in until this is over: " + reason);
    }

    /// Writing works.
    void works() {
        alarm.clear();
    }

    boolean failing() {
        return alarm.reason().isPresent();
    }

    /// Lets pass what may be accepted.
    ///
    /// @throws QueueUnavailableException if the store is known not to take anything
    void check() throws QueueUnavailableException {
        Optional<String> reason = alarm.reason();
        if (reason.isPresent()) {
            throw new QueueUnavailableException(reason.get());
        }
    }
}
