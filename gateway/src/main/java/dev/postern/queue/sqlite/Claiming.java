package dev.postern.queue.sqlite;

import dev.postern.queue.Claim;
import dev.postern.queue.Consignment;
import dev.postern.queue.QueueDesk.Deed;
import dev.postern.queue.StoredMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The operation that claims what is due, the oldest first.
record Claiming(String destination, int limit, Duration lease) implements Operation<List<Claim>> {

    /// What has come due, or was abandoned, is made claimable in steps of so many: a claim stays
    /// short even when a million messages come due at once.
    private static final int STEP = 1000;

    static final String ABANDONED =
            """
            SELECT number, message, attempts FROM delivery
            WHERE state = 'sending' AND destination = ? AND due <= ?
            LIMIT ?
            """;

    static final String WAKE =
            """
            UPDATE delivery SET due = 0 WHERE number IN (
                SELECT number FROM delivery
                WHERE state = 'waiting' AND destination = ? AND due > 0 AND due <= ?
                ORDER BY due LIMIT ?)
            """;

    static final String OLDEST =
            "SELECT delivery.number AS delivery_number, attempts, first_tried, "
                    + Rows.MESSAGE_COLUMNS
                    + """
                    FROM delivery JOIN message ON message.number = delivery.message
                    JOIN place ON place.number = message.place
                    WHERE delivery.state = 'waiting' AND destination = ? AND due = 0
                    ORDER BY delivery.message LIMIT ?
                    """;

    /// A waiting delivery that is due, before it is claimed.
    private record Due(long delivery, StoredMessage message, int attempts, Instant firstTried) {}

    private record Abandoned(long delivery, long message, int attempts) {}

    @Override
    public List<Claim> apply(Transaction transaction) throws SQLException {
        takeBackAbandoned(transaction);
        wakeDeferred(transaction);
        List<Due> oldest = oldest(transaction);
        List<Claim> claims = new ArrayList<>(oldest.size());
        long leaseEnd = transaction.now().plus(lease).toEpochMilli();
        String token = transaction.newToken();
        for (Due due : oldest) {
            claims.add(claim(transaction, due, leaseEnd, token));
        }
        return claims;
    }

    /// Claims whose lease ran out: whoever had them is gone, or too slow.
    private void takeBackAbandoned(Transaction transaction) throws SQLException {
        List<Abandoned> abandoned =
                transaction.list(
                        ABANDONED,
                        row -> new Abandoned(row.getLong(1), row.getLong(2), row.getInt(3)),
                        destination,
                        transaction.millis(),
                        STEP);
        for (Abandoned one : abandoned) {
            transaction.update(
                    "UPDATE delivery SET state = 'waiting', due = 0, token = NULL WHERE number = ?",
                    one.delivery());
            String words = "no outcome was reported before the claim ran out";
            History.write(
                    transaction,
                    one.message(),
                    new History.Note(Deed.ABANDONED, destination, one.attempts(), "", words));
        }
    }

    private void wakeDeferred(Transaction transaction) throws SQLException {
        transaction.update(WAKE, destination, transaction.millis(), STEP);
    }

    private List<Due> oldest(Transaction transaction) throws SQLException {
        return transaction.list(OLDEST, row -> due(row, transaction.now()), destination, limit);
    }

    private static Due due(ResultSet row, Instant now) throws SQLException {
        return new Due(
                row.getLong("delivery_number"),
                Rows.message(row),
                row.getInt("attempts"),
                Rows.optionalMoment(row, "first_tried").orElse(now));
    }

    private Claim claim(Transaction transaction, Due due, long leaseEnd, String token)
            throws SQLException {
        transaction.update(
                """
                UPDATE delivery SET state = 'sending', due = ?, token = ?,
                                    attempts = attempts + 1, first_tried = ?
                WHERE number = ?
                """,
                leaseEnd,
                token,
                due.firstTried().toEpochMilli(),
                due.delivery());
        transaction.reached("claimed");
        return new Claim(
                due.delivery(),
                due.message(),
                destination,
                due.attempts() + 1,
                due.firstTried(),
                token,
                Consignment.WHOLE);
    }
}
