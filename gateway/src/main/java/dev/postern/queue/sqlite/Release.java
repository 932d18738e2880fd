package dev.postern.queue.sqlite;

import dev.postern.queue.DeliveryState;
import dev.postern.queue.QueueDesk.Deed;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/// An operator lets a parked message go on.
///
/// A message that is only the stub of one that could not be fetched has a ledger entry that is
/// parked too: that one goes on, to be fetched anew, and the stub is deleted.
record Release(String who) implements SqliteDesk.OnMessage {

    @Override
    public List<String> apply(Transaction transaction, long message) throws SQLException {
        boolean stub =
                transaction.update(
                                """
                                UPDATE ledger SET state = 'PENDING', attempts = 0, not_before = 0, reason = '',
                                    message = NULL, received = NULL, message_id = NULL,
                                    size = NULL, sha256 = NULL
                                WHERE message = ? AND state = 'PARKED'
                                """,
                                message)
                        > 0;
        DeskChange change =
                stub
                        ? change(DeskChange::delete, "it will be fetched anew")
                        : change(DeskChange::waitAgain, "");
        return change.apply(transaction, message);
    }

    private DeskChange change(DeskChange.Change change, String words) {
        return new DeskChange(Set.of(DeliveryState.PARKED), change, Deed.RELEASED, who, words);
    }
}
