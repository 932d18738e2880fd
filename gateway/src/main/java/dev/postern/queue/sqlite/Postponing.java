package dev.postern.queue.sqlite;

import dev.postern.queue.Claim;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The operation that gives claims back that cannot be tried yet. Its result is where else they
/// wait.
record Postponing(List<Claim> claims, Instant notBefore) implements Operation<Set<String>> {

    @Override
    public Set<String> apply(Transaction transaction) throws SQLException {
        Set<String> woken = new HashSet<>();
        for (Claim claim : claims) {
            Optional<DeliveryRow> row =
                    transaction.first(
                            DeliveryRow.OF_CLAIM,
                            DeliveryRow::read,
                            claim.delivery(),
                            claim.token());
            if (row.isPresent()) {
                woken.add(postpone(transaction, row.get()));
            }
        }
        // Who gives them back knows when to come again.
        claims.forEach(claim -> woken.remove(claim.destination()));
        return woken;
    }

    private String postpone(Transaction transaction, DeliveryRow row) throws SQLException {
        Fate fate = Fate.postponed(row, notBefore);
        transaction.update(
                """
                UPDATE delivery
                SET destination = ?, passed = ?, further = ?, hope = ?, state = 'waiting', due = ?,
                    token = NULL, attempts = attempts - 1,
                    first_tried = CASE attempts WHEN 1 THEN NULL ELSE first_tried END
                WHERE number = ?
                """,
                fate.destination(),
                Lines.pack(fate.passed()),
                Lines.pack(fate.further()),
                fate.hope().strength(),
                fate.due(),
                row.number());
        return fate.destination();
    }
}
