package dev.postern.queue.sqlite;

import dev.postern.queue.Claim;
import dev.postern.queue.Outcome;
import dev.postern.queue.QueueDesk.Deed;
import dev.postern.queue.Settlement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The operation that settles claims and writes the attempts into the history.
record Settling(List<Settlement> settlements) implements Operation<List<Boolean>> {

    @Override
    public List<Boolean> apply(Transaction transaction) throws SQLException {
        List<Boolean> settled = new ArrayList<>(settlements.size());
        for (Settlement one : settlements) {
            settled.add(settled(transaction, one.claim(), one.outcome()));
        }
        return settled;
    }

    private static boolean settled(Transaction transaction, Claim claim, Outcome outcome)
            throws SQLException {
        if (!changed(transaction, claim, outcome)) {
            return false;
        }
        long message = MessageNumber.of(claim.message().id()).orElse(-1);
        History.write(transaction, message, note(claim, outcome));
        if (outcome instanceof Outcome.Delivered) {
            Bodies.dropIfEnded(transaction, message);
        }
        transaction.reached("settled");
        return true;
    }

    /// Only the claim's own token opens the row, so a claim that has run out changes nothing.
    private static boolean changed(Transaction transaction, Claim claim, Outcome outcome)
            throws SQLException {
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
            case Outcome.Unclear _, Outcome.Passed _, Outcome.Parted _ ->
                    throw new UnsupportedOperationException("the store knows no envelopes yet");
        };
    }

    private static History.Note note(Claim claim, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered taken -> note(claim, Deed.DELIVERED, taken.words());
            case Outcome.Deferred later -> note(claim, Deed.DEFERRED, later.reason());
            case Outcome.Refused refused -> note(claim, Deed.REFUSED, refused.words());
            case Outcome.Unclear _, Outcome.Passed _, Outcome.Parted _ ->
                    throw new UnsupportedOperationException("the store knows no envelopes yet");
        };
    }

    private static History.Note note(Claim claim, Deed deed, String words) {
        return new History.Note(deed, claim.destination(), claim.attempt(), "", words);
    }
}
