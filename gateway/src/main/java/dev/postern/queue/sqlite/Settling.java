package dev.postern.queue.sqlite;

import dev.postern.queue.Claim;
import dev.postern.queue.Outcome;
import dev.postern.queue.QueueDesk.Deed;
import java.sql.SQLException;

/// The operation that settles one claim and writes the attempt into the history.
record Settling(Claim claim, long message, Outcome outcome) implements Operation<Boolean> {

    @Override
    public Boolean apply(Transaction transaction) throws SQLException {
        if (!changed(transaction)) {
            return false;
        }
        History.write(transaction, message, note());
        if (outcome instanceof Outcome.Delivered) {
            Bodies.dropIfEnded(transaction, message);
        }
        transaction.reached("settled");
        return true;
    }

    /// Only the claim's own token opens the row, so a claim that has run out changes nothing.
    private boolean changed(Transaction transaction) throws SQLException {
        return switch (outcome) {
            case Outcome.Delivered _ ->
                    transaction.update(
                                    """
                                    UPDATE delivery
                                    SET state = 'delivered', due = 0, token = NULL, ended = ?
                                    WHERE number = ? AND token = ?
                                    """,
                                    transaction.millis(),
                                    claim.delivery(),
                                    claim.token())
                            == 1;
            case Outcome.Deferred deferred ->
                    transaction.update(
                                    """
                                    UPDATE delivery SET state = 'waiting', due = ?, token = NULL
                                    WHERE number = ? AND token = ?
                                    """,
                                    Math.max(0, deferred.notBefore().toEpochMilli()),
                                    claim.delivery(),
                                    claim.token())
                            == 1;
            case Outcome.Refused _ ->
                    transaction.update(
                                    """
                                    UPDATE delivery SET state = 'parked', due = 0, token = NULL
                                    WHERE number = ? AND token = ?
                                    """,
                                    claim.delivery(),
                                    claim.token())
                            == 1;
        };
    }

    private History.Note note() {
        return switch (outcome) {
            case Outcome.Delivered(String words) -> note(Deed.DELIVERED, words);
            case Outcome.Deferred(String reason, _) -> note(Deed.DEFERRED, reason);
            case Outcome.Refused(String words) -> note(Deed.REFUSED, words);
        };
    }

    private History.Note note(Deed deed, String words) {
        return new History.Note(deed, claim.destination(), claim.attempt(), "", words);
    }
}
