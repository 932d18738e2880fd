package dev.postern.queue.sqlite;

import dev.postern.queue.Ledger;
import dev.postern.queue.Place;
import dev.postern.queue.ServerId;
import dev.postern.sql.Statements;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The ledger in SQLite. Safe for use by many threads.
final class SqliteLedger implements Ledger {

    private static final String PLACE =
            "(SELECT number FROM place WHERE mailbox = ? AND folder = ? AND generation = ?)";

    private final Writer writer;
    private final Reading reading;

    SqliteLedger(Writer writer, Reading reading) {
        this.writer = writer;
        this.reading = reading;
    }

    @Override
    public Optional<Long> generation(String mailbox, String folder) throws IOException {
        Place any = new Place(mailbox, folder, 0);
        return reading.query(statements ->
                statements.first(
                        """
                        SELECT generation FROM place
                        WHERE mailbox = ? AND folder = ? AND visit > 0
                        ORDER BY visit DESC LIMIT 1
                        """,
                        row -> row.getLong(1),
                        any.mailbox(),
                        any.folder()));
    }

    @Override
    public void visited(Place place) throws IOException {
        writer.run(transaction -> Places.visit(transaction, place));
    }

    @Override
    public Map<ServerId, Entry> entries(Place place) throws IOException {
        Map<ServerId, Entry> entries = new HashMap<>();
        of(place, "SELECT id, state, attempts, not_before, reason", "", SqliteLedger::entry)
                .forEach(entry -> entries.put(entry.id(), entry));
        return entries;
    }

    private <T> List<T> of(Place place, String select, String which, Statements.Row<T> row)
            throws IOException {
        String sql = select + " FROM ledger WHERE place = " + PLACE + " " + which;
        return reading.query(statements ->
                statements.list(sql, row, place.mailbox(), place.folder(), place.generation()));
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                Places.serverId(row, row.findColumn("id")),
                State.valueOf(row.getString("state")),
                row.getInt("attempts"),
                Instant.ofEpochMilli(row.getLong("not_before")),
                row.getString("reason"));
    }

    @Override
    public void confirm(Place place, Collection<? extends ServerId> ids) throws IOException {
        writer.run(transaction -> {
            long number = transaction.placeNumber(place);
            int confirmed = 0;
            for (ServerId id : ids) {
                confirmed +=
                        transaction.update(
                                "UPDATE ledger SET state = 'DONE'"
                                        + " WHERE place = ? AND id = ? AND state = 'TAKEN'",
                                number,
                                Places.column(id));
            }
            transaction.reached("confirming");
            return confirmed;
        });
    }

    @Override
    public Entry failed(Place place, ServerId id, String reason, Instant notBefore)
            throws IOException {
        return writer.run(transaction ->
                transaction
                        .first(
                                """
                                INSERT INTO ledger
                                    (place, id, state, attempts, not_before, reason)
                                VALUES (?, ?, 'PENDING', 1, ?, ?)
                                ON CONFLICT DO UPDATE SET
                                    attempts = ledger.attempts + 1,
                                    not_before = excluded.not_before,
                                    reason = excluded.reason
                                RETURNING id, state, attempts, not_before, reason
                                """,
                                SqliteLedger::entry,
                                transaction.placeNumber(place),
                                Places.column(id),
                                notBefore.toEpochMilli(),
                                reason)
                        .orElseThrow());
    }

    @Override
    public void skip(Place place, Collection<Glimpse> unwanted) throws IOException {
        writer.run(transaction -> {
            long number = transaction.placeNumber(place);
            int skipped = 0;
            for (Glimpse one : unwanted) {
                skipped +=
                        transaction.update(
                                """
                                INSERT INTO ledger (place, id, state, received, message_id)
                                VALUES (?, ?, 'SKIPPED', ?, ?)
                                ON CONFLICT DO UPDATE SET
                                    state = 'SKIPPED',
                                    received = excluded.received,
                                    message_id = excluded.message_id
                                WHERE ledger.state = 'PENDING'
                                """,
                                number,
                                Places.column(one.id()),
                                one.received().toEpochMilli(),
                                one.messageId().orElse(null));
            }
            return skipped;
        });
    }

    @Override
    public List<ServerId> vanished(Place place, Collection<? extends ServerId> ids)
            throws IOException {
        return writer.run(transaction -> {
            long number = transaction.placeNumber(place);
            List<ServerId> dropped = new ArrayList<>();
            for (ServerId id : ids) {
                int deleted =
                        transaction.update(
                                "DELETE FROM ledger WHERE place = ? AND id = ?"
                                        + " AND state IN ('PENDING', 'SKIPPED')",
                                number,
                                Places.column(id));
                if (deleted == 1) {
                    dropped.add(id);
                }
            }
            return dropped;
        });
    }

    @Override
    public List<Fingerprint> fingerprints(Place place) throws IOException {
        String select = "SELECT id, received, message_id, size, sha256";
        return of(place, select, "", SqliteLedger::fingerprint).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /// Empty for what was never accepted: there is nothing to recognise it by.
    private static Optional<Fingerprint> fingerprint(ResultSet row) throws SQLException {
        byte[] sha256 = row.getBytes("sha256");
        if (sha256 == null) {
            return Optional.empty();
        }
        return Optional.of(
                new Fingerprint(
                        Places.serverId(row, row.findColumn("id")),
                        Instant.ofEpochMilli(row.getLong("received")),
                        Optional.ofNullable(row.getString("message_id")),
                        row.getLong("size"),
                        HexFormat.of().formatHex(sha256)));
    }

    @Override
    public List<Glimpse> skipped(Place place) throws IOException {
        return of(
                place,
                "SELECT id, received, message_id",
                "AND state = 'SKIPPED' AND received > 0",
                row ->
                        new Glimpse(
                                Places.serverId(row, 1),
                                Instant.ofEpochMilli(row.getLong("received")),
                                Optional.ofNullable(row.getString("message_id"))));
    }

    @Override
    public void rematch(Place old, Place next, Map<ServerId, ServerId> matches) throws IOException {
        writer.run(transaction -> {
            long from = transaction.placeNumber(old);
            long to = transaction.placeNumber(next);
            int moved = 0;
            for (Map.Entry<ServerId, ServerId> match : matches.entrySet()) {
                giveWay(transaction, from, to, match);
                moved +=
                        transaction.update(
                                "UPDATE OR IGNORE ledger SET place = ?, id = ?"
                                        + " WHERE place = ? AND id = ?",
                                to,
                                Places.column(match.getValue()),
                                from,
                                Places.column(match.getKey()));
            }
            return moved;
        });
    }

    /// What is there under the new id and was never accepted is the message that is carried over.
    private static void giveWay(
            Transaction transaction, long from, long to, Map.Entry<ServerId, ServerId> match)
            throws SQLException {
        transaction.update(
                "DELETE FROM ledger WHERE place = ? AND id = ? AND state = 'PENDING'"
                        + " AND EXISTS (SELECT * FROM ledger WHERE place = ? AND id = ?)",
                to,
                Places.column(match.getValue()),
                from,
                Places.column(match.getKey()));
    }
}
