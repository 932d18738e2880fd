package dev.postern.queue.sqlite;

import dev.postern.queue.DeliveryState;
import dev.postern.queue.QueueDesk.Deed;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Something an operator does to those deliveries of a message that are in certain states.
///
/// @param from the states
/// @param words the operator's reason, may be empty
record DeskChange(Set<DeliveryState> from, Change change, Deed deed, String who, String words)
        implements SqliteDesk.OnMessage {

    /// What is done to one delivery.
    @FunctionalInterface
    interface Change {
        /// @return the destination concerned
        String apply(Transaction transaction, DeliveryRow delivery) throws SQLException;
    }

    @Override
    public List<String> apply(Transaction transaction, long message) throws SQLException {
        List<String> concerned = new ArrayList<>();
        for (DeliveryState state : from) {
            for (DeliveryRow delivery :
                    transaction.list(
                            DeliveryRow.OF_MESSAGE, DeliveryRow::read, message, state.word())) {
                String destination = change.apply(transaction, delivery);
                History.write(
                        transaction, message, new History.Note(deed, destination, 0, who, words));
                concerned.add(destination);
            }
        }
        Bodies.dropIfEnded(transaction, message);
        return concerned;
    }

    static String dueNow(Transaction transaction, DeliveryRow delivery) throws SQLException {
        transaction.update("UPDATE delivery SET due = 0 WHERE number = ?", delivery.number());
        return delivery.destination();
    }

    static String park(Transaction transaction, DeliveryRow delivery) throws SQLException {
        transaction.update(
                "UPDATE delivery SET state = 'parked', due = 0 WHERE number = ?",
                delivery.number());
        return delivery.destination();
    }

    static String delete(Transaction transaction, DeliveryRow delivery) throws SQLException {
        transaction.update(
                "UPDATE delivery SET state = 'deleted', due = 0, ended = ? WHERE number = ?",
                transaction.millis(),
                delivery.number());
        return delivery.destination();
    }

    /// From the first way on, and the attempts begin anew: else the first failure would be the last
    /// again.
    static String waitAgain(Transaction transaction, DeliveryRow delivery) throws SQLException {
        Fate fate = Fate.waitsAgain(delivery, Instant.EPOCH);
        transaction.update(
                """
                UPDATE delivery SET destination = ?, state = 'waiting', due = 0,
                                    passed = ?, further = ?, hope = 0, notice = ?,
                                    attempts = 0, first_tried = NULL
                WHERE number = ?
                """,
                fate.destination(),
                Lines.pack(fate.passed()),
                Lines.pack(fate.further()),
                Rows.word(fate.notice()),
                delivery.number());
        return fate.destination();
    }
}
