package dev.postern.queue.sqlite;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Forgets messages whose every delivery ended before a moment, a few hundred a transaction.
final class Pruning {

    private static final int STEP = 200;

    static final String NEXT_DESTINATION =
            """
            SELECT destination FROM delivery
            WHERE ended IS NOT NULL AND destination > ?
            ORDER BY destination LIMIT 1
            """;

    static final String CANDIDATES =
            """
            SELECT ended, number, message FROM delivery
            WHERE destination = ?1 AND ended < ?2 AND (ended, number) > (?3, ?4)
            ORDER BY ended, number LIMIT ?5
            """;

    private record Ended(long at, long delivery, long message) {}

    private record Step(int forgotten, Ended last, boolean more) {}

    private final Writer writer;
    private final long before;

    Pruning(Writer writer, Instant before) {
        this.writer = writer;
        this.before = before.toEpochMilli();
    }

    /// Does it.
    ///
    /// @return how many messages were forgotten
    int run() throws IOException {
        int forgotten = 0;
        Optional<String> destination = after("");
        while (destination.isPresent()) {
            forgotten += run(destination.get());
            destination = after(destination.get());
        }
        return forgotten;
    }

    private Optional<String> after(String destination) throws IOException {
        return writer.run(transaction ->
                transaction.first(NEXT_DESTINATION, row -> row.getString(1), destination));
    }

    private int run(String destination) throws IOException {
        int forgotten = 0;
        Step step = new Step(0, new Ended(Long.MIN_VALUE, 0, 0), true);
        while (step.more()) {
            Ended last = step.last();
            step = writer.run(transaction -> step(transaction, destination, last));
            forgotten += step.forgotten();
        }
        return forgotten;
    }

    private Step step(Transaction transaction, String destination, Ended last) throws SQLException {
        List<Ended> candidates =
                transaction.list(
                        CANDIDATES,
                        row -> new Ended(row.getLong(1), row.getLong(2), row.getLong(3)),
                        destination,
                        before,
                        last.at(),
                        last.delivery(),
                        STEP);
        int forgotten = 0;
        for (Ended candidate : candidates) {
            forgotten += forget(transaction, candidate.message());
        }
        boolean more = candidates.size() == STEP;
        return new Step(forgotten, more ? candidates.getLast() : last, more);
    }

    private int forget(Transaction transaction, long message) throws SQLException {
        return transaction.update(
                """
                DELETE FROM message WHERE number = ?1 AND NOT EXISTS (
                    SELECT 1 FROM delivery
                    WHERE message = ?1 AND (ended IS NULL OR ended >= ?2))
                """,
                message,
                before);
    }
}
