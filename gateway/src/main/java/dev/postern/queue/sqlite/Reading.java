package dev.postern.queue.sqlite;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.postern.queue.QueueUnavailableException;
import dev.postern.sql.Statements;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/// The connections that read. In WAL mode they neither wait for the writer nor make it wait.
///
/// Safe for use by many threads; each call is short and holds one of a few connections.
final class Reading implements AutoCloseable {

    private static final int CONNECTIONS = 4;
    private static final Duration CONNECTION_WAIT_MAX = Duration.ofSeconds(30);

    /// Something asked of the database.
    @FunctionalInterface
    interface Query<T extends @Nullable Object> {
        T apply(Statements statements) throws SQLException;
    }

    private final HikariDataSource pool;
    private final Map<SQLiteConnection, Statements> statements = new ConcurrentHashMap<>();
    private final Path file;

    private Reading(HikariDataSource pool, Path file) {
        this.pool = pool;
        this.file = file;
    }

    static Reading open(DataSource source, Path file) throws IOException {
        HikariConfig config = new HikariConfig();
        config.setPoolName("queue-readers");
        config.setDataSource(source);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_WAIT_MAX.toMillis());
        config.setMaxLifetime(0); // a file does not hang up
        config.setConnectionInitSql(Database.READ_ONLY);
        try {
            return new Reading(new HikariDataSource(config), file);
        } catch (HikariPool.PoolInitializationException e) {
            throw new QueueUnavailableException(Trouble.atOpening(file, e), e);
        }
    }

    /// Asks by statements that are prepared anew.
    <T extends @Nullable Object> T query(Query<T> query) throws IOException {
        try (Statements once = new Statements(pool.getConnection())) {
            return query.apply(once);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// Asks by kept statements, for what is read with every message.
    <T extends @Nullable Object> T hotQuery(Query<T> query) throws IOException {
        try (Connection connection = pool.getConnection()) {
            return query.apply(kept(connection));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// The statements of the pooled connection behind this one, which are kept as long as it.
    private Statements kept(Connection pooled) throws SQLException {
        SQLiteConnection own = pooled.unwrap(SQLiteConnection.class);
        if (statements.size() > CONNECTIONS) {
            statements.keySet().removeIf(Reading::isClosed); // the pool has replaced a broken one
        }
        return statements.computeIfAbsent(own, Statements::new);
    }

    private static boolean isClosed(SQLiteConnection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException _) {
            return true;
        }
    }

    private QueueUnavailableException failed(SQLException failure) {
        return new QueueUnavailableException(
                "Reading the queue failed. " + Trouble.describe(file, failure), failure);
    }

    @Override
    public void close() {
        pool.close();
    }
}
