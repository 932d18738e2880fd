package dev.postern.queue.sqlite;

import dev.postern.queue.Claim;
import dev.postern.queue.Outlet;
import dev.postern.queue.QueueId;
import dev.postern.queue.Settlement;
import dev.postern.sql.Statements;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The way out of the SQLite store. Safe for use by many threads.
final class SqliteOutlet implements Outlet {

    private static final int CLAIM_MAX = 1000;

    static final String NEXT_DUE =
            """
            SELECT CASE due WHEN 0 THEN message.accepted ELSE due END
            FROM delivery
            JOIN message ON message.number = delivery.message
            WHERE state = 'waiting' AND destination = ?
            ORDER BY due LIMIT 1
            """;

    /* The first of an index each. As min(due) over both at once it would read every row that waits for
     * a later moment, with every message that arrives, since that wakes whoever waits here. */

    static final String NEXT_DEFERRED =
            """
            SELECT due FROM delivery
            WHERE state = 'waiting' AND destination = ? AND due > ?
            ORDER BY due LIMIT 1
            """;

    static final String NEXT_LEASE_OVER =
            """
            SELECT due FROM delivery
            WHERE state = 'sending' AND destination = ? AND due > ?
            ORDER BY due LIMIT 1
            """;

    /// In one statement: each message that arrives while its destination is away passes through
    /// this. Without an envelope `sender` is 0, of a notice `passed` has its ways.
    static final String SHELVE =
            """
            UPDATE delivery SET due = ? WHERE number IN (
                SELECT delivery.number FROM delivery
                JOIN message ON message.number = delivery.message
                WHERE delivery.state = 'waiting' AND delivery.destination = ?
                    AND delivery.due = 0 AND delivery.sender > 0
                    AND delivery.passed IS NULL AND delivery.notice IS NULL
                    AND message.accepted > ?
                LIMIT ?)
            """;

    static final String TAKEN =
            """
            SELECT recipients FROM delivery
            WHERE destination = ? AND ended >= ?
                AND state = 'delivered' AND recipients IS NOT NULL
            """;

    private final Writer writer;
    private final Reading reading;
    private final StoredBytes bytes;
    private final Bell bell;
    private final InstantSource steady;
    private final Turns turns = new Turns();

    SqliteOutlet(
            Writer writer, Reading reading, StoredBytes bytes, Bell bell, Surroundings around) {
        this.writer = writer;
        this.reading = reading;
        this.bytes = bytes;
        this.bell = bell;
        this.steady = around.steady();
    }

    @Override
    public List<Claim> claim(String destination, int limit, Duration lease) throws IOException {
        if (limit < 1 || !lease.isPositive()) {
            throw new IllegalArgumentException("claim of " + limit + " for " + lease);
        }
        Claiming.Lease from = new Claiming.Lease(steady, lease);
        return writer.run(new Claiming(destination, Math.min(limit, CLAIM_MAX), from, turns));
    }

    @Override
    public InputStream open(QueueId message) throws IOException {
        return bytes.open(message);
    }

    @Override
    public Claim split(Claim claim, int max) throws IOException {
        if (max < 1) {
            throw new IllegalArgumentException("split to " + max);
        }
        if (claim.consignment().addressees().size() <= max) {
            return claim;
        }
        Claim split = writer.run(new Splitting(claim, max));
        bell.ring(claim.destination());
        return split;
    }

    @Override
    public int passOn(String destination, Why why, int limit) throws IOException {
        PassingOn.Passed passed =
                writer.run(new PassingOn(destination, why, limit, steady.instant()));
        passed.woken().forEach(bell::ring);
        return passed.count();
    }

    @Override
    public long recipientsSince(String destination, Instant since) throws IOException {
        List<Integer> counts =
                reading.query(statements ->
                        statements.list(
                                TAKEN,
                                row -> Positions.count(row.getString(1)),
                                destination,
                                since.toEpochMilli()));
        return counts.stream().mapToLong(Integer::longValue).sum();
    }

    @Override
    public void renew(Collection<Claim> claims, Duration lease) throws IOException {
        List<Claim> renewed = List.copyOf(claims);
        writer.run(transaction -> {
            long end = steady.instant().plus(lease).toEpochMilli();
            int changed = 0;
            for (Claim claim : renewed) {
                changed +=
                        transaction.update(
                                "UPDATE delivery SET due = ? WHERE number = ? AND token = ?",
                                end,
                                claim.delivery(),
                                claim.token());
            }
            return changed;
        });
    }

    @Override
    public void release(Collection<Claim> claims) throws IOException {
        List<Claim> released = List.copyOf(claims);
        writer.run(transaction -> {
            int changed = 0;
            for (Claim claim : released) {
                changed +=
                        transaction.update(
                                """
                                UPDATE delivery
                                SET state = 'waiting', due = 0, token = NULL,
                                    attempts = attempts - 1,
                                    first_tried = CASE attempts WHEN 1 THEN NULL ELSE first_tried END
                                WHERE number = ? AND token = ? AND state = 'sending'
                                """,
                                claim.delivery(),
                                claim.token());
            }
            return changed;
        });
    }

    @Override
    public void postpone(Collection<Claim> claims, Instant notBefore) throws IOException {
        writer.run(new Postponing(List.copyOf(claims), notBefore)).forEach(bell::ring);
    }

    @Override
    public int shelve(String destination, Instant since, Instant notBefore, int limit)
            throws IOException {
        return writer.run(transaction ->
                transaction.update(
                        SHELVE,
                        Math.max(0, notBefore.toEpochMilli()),
                        destination,
                        since.toEpochMilli(),
                        limit));
    }

    @Override
    public List<Boolean> settle(List<Settlement> settlements) throws IOException {
        Settling.Settled settled = writer.run(Settling.of(settlements));
        settled.woken().forEach(bell::ring);
        return settled.valid();
    }

    @Override
    public Optional<Instant> nextDue(String destination) throws IOException {
        return reading.hotQuery(statements ->
                statements.first(
                        NEXT_DUE, row -> Instant.ofEpochMilli(row.getLong(1)), destination));
    }

    @Override
    public void await(String destination, Duration max) throws InterruptedException {
        bell.await(destination, shorter(max, untilNextMoment(destination)));
    }

    /// How long until a deferred message comes due or a lease runs out. What is due already does
    /// not count: whoever waits nevertheless has a reason not to claim it.
    private Optional<Duration> untilNextMoment(String destination) {
        Instant now = steady.instant();
        try {
            return reading.hotQuery(statements ->
                    Stream.concat(
                                    first(statements, NEXT_DEFERRED, destination, now).stream(),
                                    first(statements, NEXT_LEASE_OVER, destination, now).stream())
                            .min(Comparator.naturalOrder()));
        } catch (IOException _) {
            return Optional.empty(); // then it is the next claim that reports the failure
        }
    }

    private static Optional<Duration> first(
            Statements statements, String moments, String destination, Instant now)
            throws SQLException {
        return statements
                .first(
                        moments,
                        row -> Instant.ofEpochMilli(row.getLong(1)),
                        destination,
                        now.toEpochMilli())
                .map(moment -> Duration.between(now, moment));
    }

    private static Duration shorter(Duration max, Optional<Duration> other) {
        return other.filter(duration -> duration.compareTo(max) < 0).orElse(max);
    }
}
