package dev.postern.queue.sqlite;

import dev.postern.queue.Origin;
import dev.postern.queue.Place;
import dev.postern.queue.StoredMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/// Reads messages out of result sets.
final class Rows {

    /// The columns that [#message] needs, of `message JOIN place`.
    static final String MESSAGE_COLUMNS =
            """
            message.number AS message_number, message.source, message.server_id, message.received,
            message.accepted, message.size, message.sha256, message.message_id,
            place.mailbox, place.folder, place.generation
            """;

    static final String MESSAGE_JOIN = " JOIN place ON place.number = message.place ";

    private Rows() {}

    static StoredMessage message(ResultSet row) throws SQLException {
        Place place =
                new Place(
                        row.getString("mailbox"),
                        row.getString("folder"),
                        row.getLong("generation"));
        return new StoredMessage(
                MessageNumber.name(row.getLong("message_number")),
                new Origin.Collected(
                        place, Places.serverId(row, "server_id"), moment(row, "received")),
                row.getString("source"),
                moment(row, "accepted"),
                row.getLong("size"),
                HexFormat.of().formatHex(row.getBytes("sha256")),
                Optional.ofNullable(row.getString("message_id")));
    }

    static Instant moment(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }

    static Optional<Instant> optionalMoment(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
