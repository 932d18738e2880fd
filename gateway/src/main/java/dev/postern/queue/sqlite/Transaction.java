package dev.postern.queue.sqlite;

import dev.postern.queue.CrashPoint;
import dev.postern.queue.Place;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The writer's connection as an [Operation] sees it: statements, the moment, new numbers.
///
/// Statements are prepared once and kept, because here every microsecond is a message. Confined to
/// the writer's thread.
final class Transaction implements AutoCloseable {

    /// Reads one row.
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final MessageNumbers numbers;
    private final CrashPoint crash;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private Instant now = Instant.EPOCH;
    private boolean numbersKnown;

    /// Row numbers seen or made in this transaction: most messages of a batch share a place.
    private final Map<Place, Long> places = new HashMap<>();

    Transaction(Connection connection, MessageNumbers numbers, CrashPoint crash)
            throws SQLException {
        this.connection = connection;
        this.numbers = numbers;
        this.crash = crash;
        takeOverTransactions();
    }

    /// Transactions are begun and ended here, by statements. In auto-commit mode the driver would
    /// look after every statement whether it has to commit it, which costs as much as a statement.
    private void takeOverTransactions() throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("COMMIT"); // of the transaction that the driver has just begun
        }
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
    long number(Place place) throws SQLException {
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

    /// Runs a statement that changes something.
    ///
    /// @return how many rows were changed
    int update(String sql, @Nullable Object... values) throws SQLException {
        return with(sql, values, PreparedStatement::executeUpdate);
    }

    /// Runs a statement to its end, whatever rows it yields. For some PRAGMAs.
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /// The one number that this query yields.
    long number(String sql, @Nullable Object... values) throws SQLException {
        return first(sql, row -> row.getLong(1), values).orElseThrow();
    }

    <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        return with(
                sql,
                values,
                statement -> {
                    try (ResultSet rows = statement.executeQuery()) {
                        return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
                    }
                });
    }

    <T> List<T> list(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        return with(
                sql,
                values,
                statement -> {
                    List<T> list = new ArrayList<>();
                    try (ResultSet rows = statement.executeQuery()) {
                        while (rows.next()) {
                            list.add(row.read(rows));
                        }
                    }
                    return list;
                });
    }

    /// Does something with a bound statement.
    @FunctionalInterface
    private interface Use<T> {
        T apply(PreparedStatement statement) throws SQLException;
    }

    private <T> T with(String sql, @Nullable Object[] values, Use<T> use) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        try {
            for (int i = 0; i < values.length; i++) {
                bind(statement, i + 1, values[i]);
            }
            return use.apply(statement);
        } catch (SQLException e) {
            forget(sql, e);
            throw e;
        }
    }

    /// The driver makes a statement unusable when it fails.
    private void forget(String sql, SQLException failure) {
        try (PreparedStatement _ = prepared.remove(sql)) {
            crash.reached("statement-failed");
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private static void bind(PreparedStatement statement, int at, @Nullable Object value)
            throws SQLException {
        switch (value) {
            case null -> statement.setObject(at, null);
            case Long number -> statement.setLong(at, number);
            case Integer number -> statement.setInt(at, number);
            case String text -> statement.setString(at, text);
            case byte[] octets -> statement.setBytes(at, octets);
            default -> throw new IllegalArgumentException("cannot bind " + value.getClass());
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
