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

/// Reads messages out of rows of [Column#ALL].
final class Rows {

    private Rows() {}

    static StoredMessage message(ResultSet row) throws SQLException {
        return new StoredMessage(
                MessageNumber.name(row.getLong(Column.MESSAGE.at())),
                origin(row),
                row.getString(Column.SOURCE.at()),
                moment(row, Column.ACCEPTED.at()),
                row.getLong(Column.SIZE.at()),
                HexFormat.of().formatHex(row.getBytes(Column.SHA256.at())),
                Optional.ofNullable(row.getString(Column.MESSAGE_ID.at())));
    }

    private static Origin origin(ResultSet row) throws SQLException {
        String mailbox = row.getString(Column.MAILBOX.at());
        if (mailbox != null) {
            return new Origin.Collected(
                    new Place(
                            mailbox,
                            row.getString(Column.FOLDER.at()),
                            row.getLong(Column.GENERATION.at())),
                    Places.serverId(row, Column.SERVER_ID.at()),
                    moment(row, Column.RECEIVED.at()));
        }
        Optional<Notice> reported = notice(row, Column.REPORTED.at());
        return reported.isPresent()
                ? new Origin.Report(
                        Envelopes.read(row), row.getLong(Column.ABOUT.at()), reported.get())
                : new Origin.Submitted(Envelopes.read(row), submitter(row));
    }

    private static Submitter submitter(ResultSet row) throws SQLException {
        return new Submitter(
                row.getString(Column.ACCOUNT.at()),
                row.getString(Column.ADDRESS.at()),
                row.getString(Column.HELLO.at()),
                row.getString(Column.PROTOCOL.at()));
    }

    /// Those of the message's recipients that a delivery is about.
    static List<Addressee> addressees(ResultSet row, StoredMessage message) throws SQLException {
        String positions = row.getString(Column.POSITIONS.at());
        if (positions == null) {
            return List.of();
        }
        List<Recipient> recipients = message.origin().enveloped().orElseThrow().recipients();
        String replies = row.getString(Column.REPLIES.at());
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

    static Hope hope(ResultSet row, int column) throws SQLException {
        return Hope.of(row.getInt(column));
    }

    static Optional<Notice> notice(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getString(column))
                .map(word -> Notice.valueOf(word.toUpperCase(Locale.ROOT)));
    }

    /// As it stands in the store.
    static @Nullable String word(Optional<Notice> notice) {
        return notice.map(one -> one.name().toLowerCase(Locale.ROOT)).orElse(null);
    }

    static Instant moment(ResultSet row, int column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }

    static Optional<Instant> optionalMoment(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    static @Nullable Long column(Optional<Instant> moment) {
        return moment.map(Instant::toEpochMilli).orElse(null);
    }
}
