package dev.postern.queue.sqlite;

import dev.postern.queue.CrashPoint;
import dev.postern.queue.Place;
import dev.postern.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The writer's connection as an [Operation] sees it: statements, the moment, new numbers.
///
/// Confined to the writer's thread.
final class Transaction implements AutoCloseable {

    private final Statements statements;
    private final MessageNumbers numbers;
    private final CrashPoint crash;
    private Instant now = Instant.EPOCH;
    private boolean numbersKnown;

    /// Row numbers seen or made in this transaction: most messages of a batch share a place.
    private final Map<Place, Long> places = new HashMap<>();

    Transaction(Connection connection, MessageNumbers numbers, CrashPoint crash)
            throws SQLException {
        this.statements = new Statements(connection);
        this.numbers = numbers;
        this.crash = crash;
        takeOver(connection);
    }

    /// Transactions are begun and ended here, by statements. In auto-commit mode the driver would
    /// look after every statement whether it has to commit it, which costs as much as a statement.
    private void takeOver(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        execute("COMMIT"); // of the transaction that the driver has just begun
    }

    /// Begins at once with the write lock, so that what is read in it stays true until the commit.
    void begin(Instant moment) throws SQLException {
        update("BEGIN IMMEDIATE");
        now = moment;
        numbersKnown = false;
        places.clear();
        crash.reached("begun");
    }

    void commit() throws SQLException {
        crash.reached("before-commit");
        update("COMMIT");
        crash.reached("committed");
    }

    void rollback() throws SQLException {
        update("ROLLBACK");
    }

    void savepoint() throws SQLException {
        update("SAVEPOINT operation");
    }

    void release() throws SQLException {
        update("RELEASE operation");
    }

    /// Takes back what was done since the savepoint.
    void undo() throws SQLException {
        places.clear();
        update("ROLLBACK TO operation");
        update("RELEASE operation");
    }

    /// Changes when somebody else has written.
    long foreignVersion() throws SQLException {
        return number("PRAGMA data_version");
    }

    /// The moment at which this transaction began.
    Instant now() {
        return now;
    }

    long millis() {
        return now.toEpochMilli();
    }

    /// A number for a new message, greater than all before it.
    long newMessageNumber() throws SQLException {
        if (!numbersKnown) {
            numbers.atLeast(number("SELECT coalesce(max(number), 0) FROM message"));
            numbersKnown = true;
        }
        return numbers.next(now);
    }

    /// The row number of a place, which is made if it is new.
    long placeNumber(Place place) throws SQLException {
        Long known = places.get(place);
        if (known == null) {
            known = Places.number(this, place);
            places.put(place, known);
        }
        return known;
    }

    /// A text that no other claim has.
    String newToken() {
        return numbers.token();
    }

    void reached(String crashPoint) {
        crash.reached(crashPoint);
    }

    int update(String sql, @Nullable Object... values) throws SQLException {
        return statements.update(sql, values);
    }

    void execute(String sql) throws SQLException {
        statements.execute(sql);
    }

    long number(String sql, @Nullable Object... values) throws SQLException {
        return statements.number(sql, values);
    }

    <T> Optional<T> first(String sql, Statements.Row<T> row, @Nullable Object... values)
            throws SQLException {
        return statements.first(sql, row, values);
    }

    <T> List<T> list(String sql, Statements.Row<T> row, @Nullable Object... values)
            throws SQLException {
        return statements.list(sql, row, values);
    }

    @Override
    public void close() throws SQLException {
        statements.close();
    }
}
