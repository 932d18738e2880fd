package dev.postern.queue.sqlite;

import dev.postern.queue.DeliveryState;
import dev.postern.queue.QueueDesk.Deed;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Something an operator does to those deliveries of a message that are in certain states.
///
/// @param from the states
/// @param update the UPDATE, with the moment as `?1` and the delivery's number as `?2`
/// @param words the operator's reason, may be empty
record DeskChange(Set<DeliveryState> from, String update, Deed deed, String who, String words)
        implements SqliteDesk.OnMessage {

    static final String DUE_NOW = "UPDATE delivery SET due = 0 WHERE number = ?2";

    static final String PARK = "UPDATE delivery SET state = 'parked', due = 0 WHERE number = ?2";

    /// The attempts begin anew: else the first failure would be the last again.
    static final String WAIT_AGAIN =
            """
            UPDATE delivery SET state = 'waiting', due = 0, attempts = 0, first_tried = NULL
            WHERE number = ?2
            """;

    static final String DELETE =
            "UPDATE delivery SET state = 'deleted', due = 0, ended = ?1 WHERE number = ?2";

    private record Subject(long delivery, String destination, DeliveryState state) {}

    @Override
    public List<String> apply(Transaction transaction, long message) throws SQLException {
        List<Subject> deliveries =
                transaction.list(
                        "SELECT number, destination, state FROM delivery WHERE message = ?",
                        row ->
                                new Subject(
                                        row.getLong(1),
                                        row.getString(2),
                                        DeliveryState.ofWord(row.getString(3))),
                        message);
        List<String> changed = new ArrayList<>();
        for (Subject delivery : deliveries) {
            if (from.contains(delivery.state())) {
                transaction.update(update, transaction.millis(), delivery.delivery());
                History.write(
                        transaction,
                        message,
                        new History.Note(deed, delivery.destination(), 0, who, words));
                changed.add(delivery.destination());
            }
        }
        Bodies.dropIfEnded(transaction, message);
        return changed;
    }
}
