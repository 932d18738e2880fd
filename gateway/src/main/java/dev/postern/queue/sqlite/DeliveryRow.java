package dev.postern.queue.sqlite;

import dev.postern.queue.Hope;
import dev.postern.queue.Notice;
import dev.postern.queue.Outlet;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A delivery as it stands in the store, but for its state and its recipients.
///
/// @param turn stands for its sender; 0 without an envelope
/// @param passed the ways before its destination; if it has failed and waits for its sender to be
///   told, all it has gone
/// @param further the ways after it
/// @param hope for those before
/// @param notice what its sender is to be told, if it is a notice
record DeliveryRow(
        long number,
        long message,
        String destination,
        long turn,
        List<String> passed,
        List<String> further,
        Hope hope,
        int attempts,
        Optional<Instant> firstTried,
        Optional<Instant> warned,
        Optional<Notice> notice) {

    /// In the order in which [#read] reads them.
    static final String COLUMNS =
            "number, message, destination, sender, passed, further, hope, attempts,"
                    + " first_tried, warned, notice";

    static final String OF_CLAIM =
            "SELECT " + COLUMNS + " FROM delivery WHERE number = ? AND token = ?";

    static final String OF_MESSAGE =
            "SELECT " + COLUMNS + " FROM delivery WHERE message = ? AND state = ? ORDER BY number";

    static DeliveryRow read(ResultSet row) throws SQLException {
        return new DeliveryRow(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                row.getLong(4),
                Lines.unpack(row.getString(5)),
                Lines.unpack(row.getString(6)),
                Rows.hope(row, 7),
                row.getInt(8),
                Rows.optionalMoment(row, 9),
                Rows.optionalMoment(row, 10),
                Rows.notice(row, 11));
    }

    /// All ways that the message can go, in their order; none if this is a notice of something else
    /// than its failure.
    List<String> ways() {
        List<String> ways = new ArrayList<>(passed);
        if (!destination.equals(Outlet.SENDER)) {
            ways.add(destination);
        }
        ways.addAll(further);
        return List.copyOf(ways);
    }
}
