package dev.postern.queue.sqlite;

import dev.postern.queue.QueueUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Turns a batch of operations into one transaction, and its outcome into their answers.
///
/// Owns the connection that writes, opens it when it is needed and again when it broke. Confined to
/// the writer's thread.
final class GroupCommit implements AutoCloseable {

    /* The order of things, on which everything rests:

    1. BEGIN IMMEDIATE takes the write lock, so that what an operation reads stays true.
    2. Each operation runs behind a savepoint. What one refuses is undone without the others.
    3. COMMIT returns after the fsync of the WAL.
    4. Only then anybody is answered.

    If the store itself fails, all of the transaction is rolled back, and each operation is tried
    once more by itself: the settlement of a few octets may fit onto a disk that has no room for
    its neighbour of a megabyte.

    After a COMMIT that failed nobody can say whether the disk has the transaction after all. If
    it has, the second try finds the message under the number that it drew, or the claim settled,
    and says so: doing a thing again is harmless, answering for a thing that is not there would
    not be. */

    /// After so many operations that failed one after the other, the rest is not tried.
    private static final int SINGLE_FAILURES_MAX = 3;

    private final DataSource source;
    private final Path file;
    private final MessageNumbers numbers;
    private final Surroundings around;
    private final InstantSource clock;
    private final Health health;
    private final Runnable changedByOthers;
    private @Nullable Transaction open;
    private long foreignVersion;

    GroupCommit(
            DataSource source,
            Path file,
            Surroundings around,
            Health health,
            Runnable changedByOthers) {
        this.source = source;
        this.file = file;
        this.numbers = new MessageNumbers(around.random());
        this.around = around;
        this.clock = around.clock();
        this.health = health;
        this.changedByOthers = changedByOthers;
    }

    /// Does all of these and answers each. Does not throw.
    void process(List<? extends Ticket<?>> batch) {
        if (batch.isEmpty()) {
            return;
        }
        QueueUnavailableException trouble = attempt(batch);
        if (trouble == null) {
            batch.forEach(Ticket::answer);
            around.crash().reached("answered");
        } else if (batch.size() == 1) {
            batch.getFirst().refuse(trouble);
        } else {
            processSingly(batch);
        }
    }

    /// Does this at once: for what the writer's thread itself has to do.
    <T extends @Nullable Object> T run(Operation<T> operation) throws IOException {
        Ticket<T> ticket = new Ticket<>(operation);
        process(List.of(ticket));
        return ticket.outcome();
    }

    /// Copies the WAL into the database and cuts it to nothing, as far as the disk lets it.
    void checkpoint() {
        try {
            opened().list("PRAGMA wal_checkpoint(TRUNCATE)", row -> row.getInt(1));
        } catch (SQLException e) {
            rollBack(Trouble.of(e).breaksConnection());
        }
    }

    private void processSingly(List<? extends Ticket<?>> batch) {
        int failures = 0;
        QueueUnavailableException last = null;
        for (Ticket<?> ticket : batch) {
            if (last != null && failures >= SINGLE_FAILURES_MAX) {
                ticket.refuse(last);
                continue;
            }
            QueueUnavailableException trouble = attempt(List.of(ticket));
            if (trouble == null) {
                ticket.answer();
                failures = 0;
            } else {
                ticket.refuse(trouble);
                last = trouble;
                failures++;
            }
        }
    }

    /// Runs the batch in one transaction.
    ///
    /// @return what kept the store from it; null if the batch is committed
    private @Nullable QueueUnavailableException attempt(List<? extends Ticket<?>> batch) {
        try {
            Transaction transaction = opened();
            begin(transaction);
            perform(batch, transaction);
            transaction.commit();
            return null;
        } catch (SQLException e) {
            rollBack(Trouble.of(e).breaksConnection());
            String reason = Trouble.describe(file, e);
            health.fails(reason);
            return new QueueUnavailableException("The queue's store failed. " + reason, e);
        } catch (RuntimeException | Error e) {
            // Out of memory, or our mistake: the writer must outlive both.
            rollBack(true);
            health.fails("the writer failed: " + e);
            return new QueueUnavailableException("The queue's writer failed: " + e, e);
        }
    }

    /// Without savepoints: they would cost as much as the operation, and refusals are rare. If
    /// there is one, all begins again, this time with a savepoint each.
    private void perform(List<? extends Ticket<?>> batch, Transaction transaction)
            throws SQLException {
        for (Ticket<?> ticket : batch) {
            if (!ticket.perform(transaction)) {
                transaction.rollback();
                begin(transaction);
                performEachForItself(batch, transaction);
                return;
            }
        }
    }

    private static void performEachForItself(
            List<? extends Ticket<?>> batch, Transaction transaction) throws SQLException {
        for (Ticket<?> ticket : batch) {
            transaction.savepoint();
            if (ticket.perform(transaction)) {
                transaction.release();
            } else {
                transaction.undo();
            }
        }
    }

    private void begin(Transaction transaction) throws SQLException {
        transaction.begin(clock.instant());
        lookForOthers(transaction);
    }

    private Transaction opened() throws SQLException {
        Transaction transaction = open;
        if (transaction == null) {
            transaction = new Transaction(source.getConnection(), numbers, around.crash());
            open = transaction;
            foreignVersion = transaction.foreignVersion();
            changedByOthers.run(); // what happened while there was no connection is not known
        }
        return transaction;
    }

    /// Notices what other processes have written. Cheap enough for every transaction.
    private void lookForOthers(Transaction transaction) throws SQLException {
        long version = transaction.foreignVersion();
        if (version != foreignVersion) {
            foreignVersion = version;
            changedByOthers.run();
        }
    }

    private void rollBack(boolean drop) {
        Transaction transaction = open;
        if (transaction == null) {
            return;
        }
        try {
            transaction.rollback();
        } catch (SQLException _) {
            // SQLite has rolled back by itself, as it does after grave failures
        }
        if (drop) {
            close();
        }
    }

    @Override
    public void close() {
        Transaction transaction = open;
        open = null;
        if (transaction == null) {
            return;
        }
        try {
            transaction.close();
        } catch (SQLException e) {
            health.fails("closing the database failed: " + Trouble.describe(file, e));
        }
    }
}
