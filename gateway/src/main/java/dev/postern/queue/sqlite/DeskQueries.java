package dev.postern.queue.sqlite;

import dev.postern.queue.DeliveryState;
import dev.postern.queue.QueueDesk.Deed;
import dev.postern.queue.QueueDesk.Delivery;
import dev.postern.queue.QueueDesk.Dossier;
import dev.postern.queue.QueueDesk.Entry;
import dev.postern.queue.QueueDesk.Filter;
import dev.postern.queue.QueueDesk.Level;
import dev.postern.queue.StoredMessage;
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
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// What the desk asks the database.
final class DeskQueries {

    private static final String DELIVERIES =
            "SELECT "
                    + Column.ALL
                    + ", coalesce((SELECT words FROM history WHERE message = delivery.message"
                    + " ORDER BY number DESC LIMIT 1), '') AS last"
                    + Column.FROM;

    private DeskQueries() {}

    static List<Delivery> list(Handle handle, Filter filter) {
        Query query =
                handle.createQuery(
                                DELIVERIES
                                        + " WHERE "
                                        + String.join(" AND ", conditions(filter))
                                        + " ORDER BY delivery.message DESC LIMIT :limit")
                        .bind("from", filter.from().toEpochMilli())
                        .bind("before", filter.before().toEpochMilli())
                        .bind("limit", filter.limit());
        bindUnlessEmpty(query, "source", filter.source());
        bindUnlessEmpty(query, "destination", filter.destination());
        bindUnlessEmpty(query, "messageId", filter.messageId());
        if (!filter.sender().equals("<>")) {
            bindUnlessEmpty(query, "sender", part(filter.sender()));
        }
        bindUnlessEmpty(query, "recipient", part(filter.recipient()));
        bindUnlessEmpty(query, "account", filter.account());
        List<Delivery> newestFirst = query.map((row, _) -> delivery(row)).list();
        return newestFirst.reversed().stream().toList();
    }

    /// The states stand in the text, because only so SQLite can use the index of one state.
    private static List<String> conditions(Filter filter) {
        List<String> conditions = new ArrayList<>();
        conditions.add("message.accepted >= :from AND message.accepted < :before");
        if (!filter.states().isEmpty()) {
            conditions.add(
                    filter.states().stream()
                            .map(state -> "'" + state.word() + "'")
                            .collect(Collectors.joining(", ", "state IN (", ")")));
        }
        if (!filter.source().isEmpty()) {
            conditions.add("source = :source");
        }
        if (!filter.destination().isEmpty()) {
            conditions.add("destination = :destination");
        }
        if (!filter.messageId().isEmpty()) {
            conditions.add("message_id = :messageId");
        }
        if (!filter.sender().isEmpty()) {
            conditions.add(
                    filter.sender().equals("<>")
                            ? "message.sender = ''"
                            : "message.sender LIKE :sender ESCAPE '!'");
        }
        if (!filter.recipient().isEmpty()) {
            conditions.add("message.recipients LIKE :recipient ESCAPE '!'");
        }
        if (!filter.account().isEmpty()) {
            conditions.add("message.account = :account");
        }
        return conditions;
    }

    private static void bindUnlessEmpty(Query query, String name, String value) {
        if (!value.isEmpty()) {
            query.bind(name, value);
        }
    }

    /// A pattern for LIKE, which does not look at the case of ASCII letters; empty for an empty
    /// text.
    private static String part(String text) {
        return text.isEmpty() ? "" : "%" + text.replaceAll("[!%_]", "!$0") + "%";
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

    static Optional<Dossier> show(Handle handle, long message) {
        List<Delivery> deliveries =
                handle.createQuery(
                                DELIVERIES
                                        + " WHERE delivery.message = :message ORDER BY delivery.number")
                        .bind("message", message)
                        .map((row, _) -> delivery(row))
                        .list();
        if (deliveries.isEmpty()) {
            return Optional.empty();
        }
        StoredMessage stored = deliveries.getFirst().message();
        return Optional.of(
                new Dossier(
                        stored,
                        hasBytes(handle, message),
                        deliveries,
                        history(handle, stored, message)));
    }

    private static boolean hasBytes(Handle handle, long message) {
        return handle.createQuery(
                        """
                        SELECT EXISTS (SELECT 1 FROM body WHERE message = :message)
                            OR EXISTS (SELECT 1 FROM reception WHERE message = :message)
                        """)
                .bind("message", message)
                .mapTo(Boolean.class)
                .one();
    }

    private static List<Entry> history(Handle handle, StoredMessage stored, long message) {
        List<Entry> history = new ArrayList<>();
        history.add(
                new Entry(stored.accepted(), Deed.ACCEPTED, "", 0, "", "from " + stored.source()));
        handle.createQuery(
                        """
                        SELECT at, kind, destination, attempt, who, words FROM history
                        WHERE message = :message ORDER BY number
                        """)
                .bind("message", message)
                .map((row, _) -> entry(row))
                .forEach(history::add);
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

    static Level level(Handle handle, Path file) {
        Map<String, Map<DeliveryState, Long>> deliveries = new TreeMap<>();
        handle.createQuery(
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
                        """)
                .map((row, _) ->
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
        return new Level(deliveries, unclear(handle), oldestWaiting(handle), octets(file));
    }

    private static long unclear(Handle handle) {
        return handle.createQuery("SELECT count(*) FROM history WHERE kind = 'unclear'")
                .mapTo(Long.class)
                .one();
    }

    private static Optional<Instant> oldestWaiting(Handle handle) {
        return handle.createQuery(
                        """
                        SELECT accepted FROM message WHERE number = (
                            SELECT min(message) FROM (
                                SELECT min(message) AS message FROM delivery WHERE state = 'waiting'
                                UNION ALL
                                SELECT min(message) FROM delivery WHERE state = 'sending'))
                        """)
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli);
    }

    private static long octets(Path file) {
        return file.toFile().length()
                + file.resolveSibling(file.getFileName() + "-wal").toFile().length();
    }
}
