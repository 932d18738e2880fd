package dev.postern.queue.sqlite;

import dev.postern.event.Event;
import dev.postern.event.Events;
import dev.postern.queue.QueueDesk.Deed;
import java.io.IOException;
import java.util.List;

/// Parks a message whose stored bytes are not those that were accepted, so that nobody gets a
/// broken one and a person sees it. Safe for use by many threads.
final class Damage {

    private final Writer writer;
    private final Events events;

    Damage(Writer writer, Events events) {
        this.writer = writer;
        this.events = events;
    }

    /// Parks every delivery that has not ended. A claim on one of them settles nothing any more.
    void park(long message, String how) throws IOException {
        List<String> parked =
                writer.run(transaction -> {
                    List<String> destinations =
                            transaction.list(
                                    """
                                    UPDATE delivery
                                    SET state = 'parked', due = 0, token = NULL
                                    WHERE message = ? AND state IN ('waiting', 'sending')
                                    RETURNING destination
                                    """,
                                    row -> row.getString(1),
                                    message);
                    for (String destination : destinations) {
                        History.write(
                                transaction, message, History.note(Deed.DAMAGED, destination, how));
                    }
                    return destinations;
                });
        String name = MessageNumber.name(message).value();
        for (String destination : parked) {
            events.report(new Event.Parked(destination, name, "damaged: " + how));
        }
    }
}
