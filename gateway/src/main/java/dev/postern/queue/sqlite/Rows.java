package dev.postern.queue.sqlite;

import dev.postern.protocol.mail.Recipient;
import dev.postern.queue.Addressee;
import dev.postern.queue.Hope;
import dev.postern.queue.Notice;
import dev.postern.queue.Origin;
import dev.postern.queue.Place;
import dev.postern.queue.StoredMessage;
import dev.postern.queue.Submitter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads messages out of result sets.
final class Rows {

    /// The columns that [#message] needs, of [#MESSAGE_JOIN].
    static final String MESSAGE_COLUMNS =
            """
            message.number AS message_number, message.source, message.server_id, message.received,
            message.accepted, message.size, message.sha256, message.message_id,
            message.sender AS reverse_path, message.recipients AS recipients, message.wishes,
            message.envelope_id, message.returned, message.eight_bit, message.utf8,
            message.account, message.address, message.hello, message.protocol,
            message.about, message.notice AS reported,
            place.mailbox, place.folder, place.generation
            """;

    /// The columns of a delivery that [#addressees] and others need.
    static final String DELIVERY_COLUMNS =
            """
            delivery.number AS delivery_number, delivery.destination, delivery.state, delivery.due,
            delivery.attempts, delivery.first_tried, delivery.ended,
            delivery.recipients AS positions, delivery.replies, delivery.further, delivery.hope,
            delivery.warned, delivery.notice
            """;

    static final String MESSAGE_JOIN =
            """
             JOIN message ON message.number = delivery.message
            LEFT JOIN place ON place.number = message.place
            """;

    private Rows() {}

    static StoredMessage message(ResultSet row) throws SQLException {
        return new StoredMessage(
                MessageNumber.name(row.getLong("message_number")),
                origin(row),
                row.getString("source"),
                moment(row, "accepted"),
                row.getLong("size"),
                HexFormat.of().formatHex(row.getBytes("sha256")),
                Optional.ofNullable(row.getString("message_id")));
    }

    private static Origin origin(ResultSet row) throws SQLException {
        String mailbox = row.getString("mailbox");
        if (mailbox != null) {
            return new Origin.Collected(
                    new Place(mailbox, row.getString("folder"), row.getLong("generation")),
                    Places.serverId(row, "server_id"),
                    moment(row, "received"));
        }
        Optional<Notice> reported = notice(row, "reported");
        return reported.isPresent()
                ? new Origin.Report(Envelopes.read(row), row.getLong("about"), reported.get())
                : new Origin.Submitted(Envelopes.read(row), submitter(row));
    }

    private static Submitter submitter(ResultSet row) throws SQLException {
        return new Submitter(
                row.getString("account"),
                row.getString("address"),
                row.getString("hello"),
                row.getString("protocol"));
    }

    /// Those of the message's recipients that a delivery is about.
    static List<Addressee> addressees(ResultSet row, StoredMessage message) throws SQLException {
        String positions = row.getString("positions");
        if (positions == null) {
            return List.of();
        }
        List<Recipient> recipients = message.origin().enveloped().orElseThrow().recipients();
        String replies = row.getString("replies");
        List<Addressee> addressees = new ArrayList<>();
        for (int position : Positions.unpack(positions)) {
            addressees.add(
                    new Addressee(
                            position,
                            recipients.get(position),
                            Replies.of(replies, addressees.size())));
        }
        return addressees;
    }

    static Hope hope(ResultSet row) throws SQLException {
        return Hope.of(row.getInt("hope"));
    }

    static Optional<Notice> notice(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column))
                .map(word -> Notice.valueOf(word.toUpperCase(Locale.ROOT)));
    }

    /// As it stands in the store.
    static @Nullable String word(Optional<Notice> notice) {
        return notice.map(one -> one.name().toLowerCase(Locale.ROOT)).orElse(null);
    }

    static Instant moment(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }

    static Optional<Instant> optionalMoment(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    static @Nullable Long column(Optional<Instant> moment) {
        return moment.map(Instant::toEpochMilli).orElse(null);
    }
}
