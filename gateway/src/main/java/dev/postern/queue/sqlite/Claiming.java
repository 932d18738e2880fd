package dev.postern.queue.sqlite;

import dev.postern.queue.Addressee;
import dev.postern.queue.Claim;
import dev.postern.queue.Consignment;
import dev.postern.queue.QueueDesk.Deed;
import dev.postern.queue.StoredMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The operation that claims what is due: of each sender the oldest first, and the senders in turn.
///
/// Messages without an envelope all have the same key, so they come in the order of acceptance.
record Claiming(String destination, int limit, Lease lease, Turns turns)
        implements Operation<List<Claim>> {

    /// What has come due, or was abandoned, is made claimable in steps of so many: a claim stays
    /// short even when a million messages come due at once.
    private static final int STEP = 1000;

    static final String ABANDONED =
            """
            SELECT number, message, attempts, sender > 0 AND notice IS NULL FROM delivery
            WHERE state = 'sending' AND destination = ? AND (due <= ? OR due > ?)
            LIMIT ?
            """;

    static final String WAKE =
            """
            UPDATE delivery SET due = 0 WHERE number IN (
                SELECT number FROM delivery
                WHERE state = 'waiting' AND destination = ? AND due > 0 AND due <= ?
                ORDER BY due LIMIT ?)
            """;

    static final String NEXT_SENDER =
            """
            SELECT sender FROM delivery
            WHERE state = 'waiting' AND destination = ? AND due = 0 AND sender > ?
            ORDER BY sender LIMIT 1
            """;

    static final String OLDEST =
            "SELECT "
                    + Column.ALL
                    + Column.FROM
                    + """
                    WHERE delivery.state = 'waiting' AND delivery.destination = ?
                        AND delivery.due = 0 AND delivery.sender = ?
                    ORDER BY delivery.message LIMIT ?
                    """;

    /// For how long claims hold.
    ///
    /// @param clock one that nobody sets, so that a message in hand is not handed over a second
    ///   time when the time of day is
    record Lease(InstantSource clock, Duration time) {

        Instant end() {
            return clock.instant().plus(time);
        }
    }

    /// @param relayed whether it may have gone to where nobody recognises it when it comes again
    private record Abandoned(long delivery, long message, int attempts, boolean relayed) {}

    @Override
    public List<Claim> apply(Transaction transaction) throws SQLException {
        takeBackAbandoned(transaction);
        wakeDeferred(transaction);
        Map<Long, List<Claim>> shares = new LinkedHashMap<>();
        for (long sender : senders(transaction)) {
            shares.put(sender, new ArrayList<>());
        }
        share(transaction, shares);
        return inTurn(shares);
    }

    /// Claims whose lease ran out: whoever had them is gone, or too slow.
    ///
    /// So are those that hold for longer than anybody claims: the clock of who had them was wrong.
    private void takeBackAbandoned(Transaction transaction) throws SQLException {
        Instant now = lease.clock().instant();
        Instant beyond = now.plus(lease.time().multipliedBy(2));
        List<Abandoned> abandoned =
                transaction.list(
                        ABANDONED,
                        row ->
                                new Abandoned(
                                        row.getLong(1),
                                        row.getLong(2),
                                        row.getInt(3),
                                        row.getBoolean(4)),
                        destination,
                        now.toEpochMilli(),
                        beyond.toEpochMilli(),
                        STEP);
        for (Abandoned one : abandoned) {
            transaction.update(
                    "UPDATE delivery SET state = 'waiting', due = 0, token = NULL WHERE number = ?",
                    one.delivery());
            Deed deed = one.relayed() ? Deed.UNCLEAR : Deed.ABANDONED;
            String words = "no outcome was reported before the claim ran out";
            History.write(
                    transaction,
                    one.message(),
                    new History.Note(deed, destination, one.attempts(), "", words));
        }
    }

    private void wakeDeferred(Transaction transaction) throws SQLException {
        transaction.update(WAKE, destination, lease.clock().millis(), STEP);
    }

    /// The senders of what is due, those first whose turn it is; not more than can be served now.
    private List<Long> senders(Transaction transaction) throws SQLException {
        long served = turns.last(destination);
        List<Long> senders = new ArrayList<>();
        Optional<Long> next = senderAfter(transaction, served);
        while (next.isPresent() && senders.size() < limit) {
            senders.add(next.get());
            next = senderAfter(transaction, next.get());
        }
        next = senderAfter(transaction, Long.MIN_VALUE);
        while (next.isPresent() && next.get() <= served && senders.size() < limit) {
            senders.add(next.get());
            next = senderAfter(transaction, next.get());
        }
        return senders;
    }

    private Optional<Long> senderAfter(Transaction transaction, long sender) throws SQLException {
        return transaction.first(NEXT_SENDER, row -> row.getLong(1), destination, sender);
    }

    /// Claims in rounds: each sender gets an equal share of what is left, and those who have no
    /// more leave theirs to the others.
    private void share(Transaction transaction, Map<Long, List<Claim>> shares) throws SQLException {
        Instant leaseEnd = lease.end();
        String token = transaction.newToken();
        List<Long> hungry = new ArrayList<>(shares.keySet());
        int left = limit;
        while (left > 0 && !hungry.isEmpty()) {
            int share = Math.max(1, left / hungry.size());
            List<Long> sated = new ArrayList<>();
            for (long sender : hungry.subList(0, Math.min(left, hungry.size()))) {
                int wanted = Math.min(share, left);
                List<Claim> claims = oldest(transaction, sender, wanted, token);
                for (Claim claim : claims) {
                    hold(transaction, claim, leaseEnd);
                }
                shares.getOrDefault(sender, new ArrayList<>()).addAll(claims);
                left -= claims.size();
                if (claims.size() < wanted) {
                    sated.add(sender);
                }
            }
            hungry.removeAll(sated);
        }
    }

    private List<Claim> oldest(Transaction transaction, long sender, int count, String token)
            throws SQLException {
        return transaction.list(
                OLDEST, row -> claim(row, transaction.now(), token), destination, sender, count);
    }

    private static Claim claim(ResultSet row, Instant now, String token) throws SQLException {
        StoredMessage message = Rows.message(row);
        return new Claim(
                row.getLong(Column.DELIVERY.at()),
                message,
                row.getString(Column.DESTINATION.at()),
                row.getInt(Column.ATTEMPTS.at()) + 1,
                Rows.optionalMoment(row, Column.FIRST_TRIED.at()).orElse(now),
                token,
                consignment(row, message));
    }

    private static Consignment consignment(ResultSet row, StoredMessage message)
            throws SQLException {
        List<Addressee> addressees = Rows.addressees(row, message);
        return addressees.isEmpty() && row.getString(Column.FURTHER.at()) == null
                ? Consignment.WHOLE
                : new Consignment(
                        addressees,
                        Lines.unpack(row.getString(Column.FURTHER.at())),
                        Rows.optionalMoment(row, Column.WARNED.at()),
                        Rows.notice(row, Column.NOTICE.at()),
                        Rows.hope(row, Column.HOPE.at()));
    }

    private static void hold(Transaction transaction, Claim claim, Instant leaseEnd)
            throws SQLException {
        transaction.update(
                """
                UPDATE delivery SET state = 'sending', due = ?, token = ?,
                                    attempts = attempts + 1, first_tried = ?
                WHERE number = ?
                """,
                leaseEnd.toEpochMilli(),
                claim.token(),
                claim.firstTried().toEpochMilli(),
                claim.delivery());
        transaction.reached("claimed");
    }

    /// The first of each, then the second of each …
    private List<Claim> inTurn(Map<Long, List<Claim>> shares) {
        List<Claim> claims = new ArrayList<>();
        int longest = shares.values().stream().mapToInt(List::size).max().orElse(0);
        for (int round = 0; round < longest; round++) {
            for (Map.Entry<Long, List<Claim>> share : shares.entrySet()) {
                if (round < share.getValue().size()) {
                    claims.add(share.getValue().get(round));
                    turns.served(destination, share.getKey());
                }
            }
        }
        return claims;
    }
}
