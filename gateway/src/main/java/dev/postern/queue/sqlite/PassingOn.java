package dev.postern.queue.sqlite;

import dev.postern.queue.Outlet;
import dev.postern.queue.QueueDesk.Deed;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The operation that sends what is due for a destination to its next way.
///
/// What was deferred keeps its wait: it would else go round among the ways without any.
///
/// @param now by the clock that waits go by
record PassingOn(String destination, Outlet.Why why, int limit, Instant now)
        implements Operation<PassingOn.Passed> {

    /// Those of one transaction; the rest is left to the next call.
    private static final int STEP = 1000;

    static final String ONWARD =
            "SELECT "
                    + DeliveryRow.COLUMNS
                    + """
                     FROM delivery
                    WHERE state = 'waiting' AND further IS NOT NULL AND destination = ? AND due <= ?
                    ORDER BY due LIMIT ?
                    """;

    /// @param woken where they wait now
    record Passed(int count, Set<String> woken) {}

    @Override
    public Passed apply(Transaction transaction) throws SQLException {
        List<DeliveryRow> rows =
                transaction.list(
                        ONWARD,
                        DeliveryRow::read,
                        destination,
                        now.toEpochMilli(),
                        Math.min(limit, STEP));
        Set<String> woken = new HashSet<>();
        for (DeliveryRow row : rows) {
            Fate fate = Fate.goesOn(row, why.hope());
            transaction.update(
                    """
                    UPDATE delivery SET destination = ?, due = 0, passed = ?, further = ?,
                                        hope = ?
                    WHERE number = ?
                    """,
                    fate.destination(),
                    Lines.pack(fate.passed()),
                    Lines.pack(fate.further()),
                    fate.hope().strength(),
                    row.number());
            History.write(
                    transaction,
                    row.message(),
                    History.note(Deed.PASSED, destination, why.words()));
            woken.add(fate.destination());
            transaction.reached("passed-on");
        }
        return new Passed(rows.size(), woken);
    }
}
