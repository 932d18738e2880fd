package dev.postern.queue.sqlite;

import dev.postern.queue.Place;
import dev.postern.queue.ServerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// How places and the ids in them stand in the database.
final class Places {

    private Places() {}

    /// The row number of a place, which is made if it is new.
    static long number(Transaction transaction, Place place) throws SQLException {
        Optional<Long> known =
                transaction.first(
                        "SELECT number FROM place"
                                + " WHERE mailbox = ? AND folder = ? AND generation = ?",
                        row -> row.getLong(1),
                        place.mailbox(),
                        place.folder(),
                        place.generation());
        return known.isPresent() ? known.get() : enter(transaction, place);
    }

    /// A place that is known and was not visited yet.
    private static long enter(Transaction transaction, Place place) throws SQLException {
        return transaction.number(
                """
                INSERT INTO place (mailbox, folder, generation, visit) VALUES (?, ?, ?, 0)
                RETURNING number
                """,
                place.mailbox(),
                place.folder(),
                place.generation());
    }

    /// Makes the place the one of its folder that was visited last.
    ///
    /// @return its row number
    static long visit(Transaction transaction, Place place) throws SQLException {
        return transaction.number(
                """
                INSERT INTO place (mailbox, folder, generation, visit)
                VALUES (?1, ?2, ?3, (SELECT coalesce(max(visit), 0) + 1 FROM place
                                     WHERE mailbox = ?1 AND folder = ?2))
                ON CONFLICT DO UPDATE SET visit = excluded.visit
                RETURNING number
                """,
                place.mailbox(),
                place.folder(),
                place.generation());
    }

    /// A UID as a number, a UIDL as a text.
    static Object column(ServerId id) {
        return switch (id) {
            case ServerId.Uid uid -> uid.value();
            case ServerId.Uidl uidl -> uidl.value();
        };
    }

    static ServerId serverId(ResultSet row, int column) throws SQLException {
        return row.getObject(column) instanceof String text
                ? new ServerId.Uidl(text)
                : new ServerId.Uid(row.getLong(column));
    }
}
