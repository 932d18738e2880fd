package dev.postern.account.sqlite;

import dev.postern.account.Device;
import dev.postern.account.Network;
import dev.postern.account.PasswordHash;
import dev.postern.account.Registered;
import dev.postern.account.SenderPolicy;
import dev.postern.protocol.mail.AddrSpec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads accounts and devices out of result sets.
final class Rows {

    private Rows() {}

    static Registered account(ResultSet row) throws SQLException {
        return new Registered(
                row.getString("name"),
                row.getInt("enabled") != 0,
                new Registered.Rights(
                        new SenderPolicy(
                                list(row, "senders"),
                                SenderPolicy.From.valueOf(row.getString("author")),
                                text(row, "instead").map(AddrSpec::of)),
                        list(row, "mailboxes"),
                        list(row, "networks").stream().map(Network::of).toList(),
                        row.getInt("rate")),
                new Registered.Secrets(
                        list(row, "passwords").stream().map(PasswordHash::parse).toList(),
                        text(row, "access_key")),
                Instant.ofEpochMilli(row.getLong("created")),
                moment(row, "last_used"));
    }

    static Device device(ResultSet row) throws SQLException {
        return new Device(
                new Device.Key(
                        row.getString("account"), row.getString("address"), row.getString("hello")),
                new Device.Manner(
                        row.getString("entry"),
                        row.getString("protocol"),
                        text(row, "tls"),
                        text(row, "mechanism")),
                list(row, "senders"),
                new Device.Counts(
                        row.getLong("visits"), row.getLong("messages"), row.getLong("refused")),
                Instant.ofEpochMilli(row.getLong("first_seen")),
                Instant.ofEpochMilli(row.getLong("last_seen")),
                text(row, "last_refusal"));
    }

    /// Entries of a list as they are kept; none of them has a line end.
    static String lines(Collection<?> entries) {
        return entries.stream().map(Object::toString).collect(Collectors.joining("\n"));
    }

    private static List<String> list(ResultSet row, String column) throws SQLException {
        return row.getString(column).lines().toList();
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private static Optional<Instant> moment(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
