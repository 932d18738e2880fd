package dev.postern.queue.sqlite;

import dev.postern.queue.DeliveryState;
import dev.postern.queue.QueueDesk.Deed;
import dev.postern.queue.QueueDesk.Delivery;
import dev.postern.queue.QueueDesk.Dossier;
import dev.postern.queue.QueueDesk.Entry;
import dev.postern.queue.QueueDesk.Filter;
import dev.postern.queue.QueueDesk.Level;
import dev.postern.queue.StoredMessage;
import dev.postern.sql.Statements;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What the desk asks the database.
final class DeskQueries {

    private static final String DELIVERIES =
            "SELECT "
                    + Column.ALL
                    + ", coalesce((SELECT words FROM history WHERE message = delivery.message"
                    + " ORDER BY number DESC LIMIT 1), '') AS last"
                    + Column.FROM;

    private DeskQueries() {}

    static List<Delivery> list(Statements statements, Filter filter) throws SQLException {
        List<String> conditions = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        conditions.add("message.accepted >= ? AND message.accepted < ?");
        values.add(filter.from().toEpochMilli());
        values.add(filter.before().toEpochMilli());
        conditions.addAll(states(filter));
        equal("source", filter.source(), conditions, values);
        equal("destination", filter.destination(), conditions, values);
        equal("message_id", filter.messageId(), conditions, values);
        if (filter.sender().equals("<>")) {
            conditions.add("message.sender = ''");
        } else {
            holds("message.sender", filter.sender(), conditions, values);
        }
        holds("message.recipients", filter.recipient(), conditions, values);
        equal("message.account", filter.account(), conditions, values);
        values.add(filter.limit());
        String sql =
                DELIVERIES
                        + " WHERE "
                        + String.join(" AND ", conditions)
                        + " ORDER BY delivery.message DESC LIMIT ?";
        List<Delivery> newestFirst = statements.list(sql, DeskQueries::delivery, values.toArray());
        return newestFirst.reversed().stream().toList();
    }

    /// They stand in the text, because only so SQLite can use the index of one state.
    private static List<String> states(Filter filter) {
        return filter.states().isEmpty()
                ? List.of()
                : List.of(
                        filter.states().stream()
                                .map(state -> "'" + state.word() + "'")
                                .collect(Collectors.joining(", ", "state IN (", ")")));
    }

    private static void equal(
            String column, String wanted, List<String> conditions, List<Object> values) {
        if (!wanted.isEmpty()) {
            conditions.add(column + " = ?");
            values.add(wanted);
        }
    }

    private static void holds(
            String column, String part, List<String> conditions, List<Object> values) {
        if (!part.isEmpty()) {
            conditions.add(column + " LIKE ? ESCAPE '!'");
            values.add(pattern(part));
        }
    }

    /// For LIKE, which does not look at the case of ASCII letters.
    private static String pattern(String part) {
        return "%" + part.replaceAll("[!%_]", "!$0") + "%";
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        DeliveryState state = DeliveryState.ofWord(row.getString(Column.STATE.at()));
        StoredMessage message = Rows.message(row);
        return new Delivery(
                message,
                row.getString(Column.DESTINATION.at()),
                Rows.addressees(row, message),
                ways(row),
                state,
                row.getInt(Column.ATTEMPTS.at()),
                due(state, Rows.moment(row, Column.DUE.at()), message),
                Rows.optionalMoment(row, Column.ENDED.at()),
                row.getString("last"));
    }

    private static List<String> ways(ResultSet row) throws SQLException {
        List<String> ways = new ArrayList<>();
        ways.add(row.getString(Column.DESTINATION.at()));
        ways.addAll(Lines.unpack(row.getString(Column.FURTHER.at())));
        return ways;
    }

    private static Optional<Instant> due(DeliveryState state, Instant due, StoredMessage message) {
        return switch (state) {
            case WAITING -> Optional.of(due.equals(Instant.EPOCH) ? message.accepted() : due);
            case SENDING -> Optional.of(due);
            case PARKED, DELIVERED, BOUNCED, DELETED -> Optional.empty();
        };
    }

    static Optional<Dossier> show(Statements statements, long message) throws SQLException {
        List<Delivery> deliveries =
                statements.list(
                        DELIVERIES + " WHERE delivery.message = ? ORDER BY delivery.number",
                        DeskQueries::delivery,
                        message);
        if (deliveries.isEmpty()) {
            return Optional.empty();
        }
        StoredMessage stored = deliveries.getFirst().message();
        return Optional.of(
                new Dossier(
                        stored,
                        hasBytes(statements, message),
                        deliveries,
                        history(statements, stored, message)));
    }

    private static boolean hasBytes(Statements statements, long message) throws SQLException {
        return statements.number(
                        """
                        SELECT EXISTS (SELECT 1 FROM body WHERE message = ?)
                            OR EXISTS (SELECT 1 FROM reception WHERE message = ?)
                        """,
                        message,
                        message)
                != 0;
    }

    private static List<Entry> history(Statements statements, StoredMessage stored, long message)
            throws SQLException {
        List<Entry> history = new ArrayList<>();
        history.add(
                new Entry(stored.accepted(), Deed.ACCEPTED, "", 0, "", "from " + stored.source()));
        history.addAll(
                statements.list(
                        """
                        SELECT at, kind, destination, attempt, who, words FROM history
                        WHERE message = ? ORDER BY number
                        """,
                        DeskQueries::entry,
                        message));
        return Collections.unmodifiableList(history);
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                Instant.ofEpochMilli(row.getLong("at")),
                History.deed(row.getString("kind")),
                row.getString("destination"),
                row.getInt("attempt"),
                row.getString("who"),
                row.getString("words"));
    }

    private record Count(String destination, DeliveryState state, long count) {}

    static Level level(Statements statements, Path file) throws SQLException {
        Map<String, Map<DeliveryState, Long>> deliveries = new TreeMap<>();
        statements
                .list(
                        """
                        SELECT destination, 'waiting' AS state, count(*) AS count FROM delivery
                        WHERE state = 'waiting' GROUP BY destination
                        UNION ALL
                        SELECT destination, 'sending', count(*) FROM delivery
                        WHERE state = 'sending' GROUP BY destination
                        UNION ALL
                        SELECT destination, 'parked', count(*) FROM delivery
                        WHERE state = 'parked' GROUP BY destination
                        UNION ALL
                        SELECT destination, state, count(*) FROM delivery
                        WHERE ended IS NOT NULL GROUP BY destination, state
                        """,
                        row ->
                                new Count(
                                        row.getString("destination"),
                                        DeliveryState.ofWord(row.getString("state")),
                                        row.getLong("count")))
                .forEach(count ->
                        deliveries
                                .computeIfAbsent(
                                        count.destination(),
                                        _ -> new EnumMap<>(DeliveryState.class))
                                .put(count.state(), count.count()));
        return new Level(deliveries, unclear(statements), oldestWaiting(statements), octets(file));
    }

    private static long unclear(Statements statements) throws SQLException {
        return statements.number("SELECT count(*) FROM history WHERE kind = 'unclear'");
    }

    private static Optional<Instant> oldestWaiting(Statements statements) throws SQLException {
        return statements
                .first(
                        """
                        SELECT accepted FROM message WHERE number = (
                            SELECT min(message) FROM (
                                SELECT min(message) AS message FROM delivery WHERE state = 'waiting'
                                UNION ALL
                                SELECT min(message) FROM delivery WHERE state = 'sending'))
                        """,
                        row -> row.getLong(1))
                .map(Instant::ofEpochMilli);
    }

    private static long octets(Path file) {
        return file.toFile().length()
                + file.resolveSibling(file.getFileName() + "-wal").toFile().length();
    }
}
