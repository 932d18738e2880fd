package dev.postern.queue.sqlite;

import dev.postern.queue.Addressee;
import dev.postern.queue.Claim;
import dev.postern.queue.Consignment;
import dev.postern.queue.DeliveryState;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The operation that limits a claim to its first addressees and lets the others wait.
///
/// For those it is as if this claim had never been. The claim gets a new token: the one on all of
/// them settles nothing any more.
record Splitting(Claim claim, int max) implements Operation<Claim> {

    @Override
    public Claim apply(Transaction transaction) throws SQLException {
        Optional<DeliveryRow> found =
                transaction.first(
                        DeliveryRow.OF_CLAIM, DeliveryRow::read, claim.delivery(), claim.token());
        if (found.isEmpty()) {
            return claim;
        }
        DeliveryRow row = found.get();
        List<Addressee> all = claim.consignment().addressees();
        others(row, all.subList(max, all.size())).insert(transaction, row);
        return first(transaction, all.subList(0, max));
    }

    private static Station others(DeliveryRow row, List<Addressee> others) {
        boolean untried = row.attempts() == 1;
        return new Station(
                Fate.stays(row, DeliveryState.WAITING),
                others,
                row.attempts() - 1,
                untried ? Optional.empty() : row.firstTried(),
                row.warned());
    }

    private Claim first(Transaction transaction, List<Addressee> first) throws SQLException {
        String token = transaction.newToken();
        transaction.update(
                "UPDATE delivery SET recipients = ?, replies = ?, token = ? WHERE number = ?",
                Positions.pack(first.stream().map(Addressee::number).toList()),
                Replies.pack(first.stream().map(Addressee::last).toList()),
                token,
                claim.delivery());
        transaction.reached("split");
        Consignment rest = claim.consignment();
        return new Claim(
                claim.delivery(),
                claim.message(),
                claim.destination(),
                claim.attempt(),
                claim.firstTried(),
                token,
                new Consignment(
                        first, rest.furtherWays(), rest.warned(), rest.notice(), rest.hope()));
    }
}
