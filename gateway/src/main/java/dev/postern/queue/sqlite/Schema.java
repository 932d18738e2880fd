package dev.postern.queue.sqlite;

import dev.postern.queue.QueueUnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/// The database's tables: makes them, brings them up to date, refuses what is not a queue.
///
/// Which version a file has stands in its head (`user_version`), so a file that is up to date costs
/// two PRAGMAs. Only otherwise Flyway runs, one process at a time. Nothing is ever deleted here.
final class Schema {

    /// The version that this program works with: that of the last migration.
    static final int VERSION = 2;

    /// "Pstn"; the same in the first migration.
    private static final long APPLICATION_ID = 0x5073746e;

    private static final String MIGRATIONS = "classpath:db/queue/sqlite";
    private static final Duration LOCK_WAIT_MAX = Duration.ofSeconds(30);
    private static final Duration LOCK_POLL = Duration.ofMillis(50);

    private final Database database;
    private final Path file;

    Schema(Database database, Path file) {
        this.database = database;
        this.file = file;
    }

    /// Makes the file ready for use.
    ///
    /// @throws IOException with a text for the operator if that cannot be
    void prepare() throws IOException {
        try {
            database.create();
            if (!current()) {
                migrateAlone();
            }
        } catch (SQLException | FlywayException e) {
            throw new QueueUnavailableException(Trouble.atOpening(file, e), e);
        }
    }

    private boolean current() throws SQLException, IOException {
        try (Connection connection = database.writing().getConnection()) {
            long application = Database.pragma(connection, "application_id");
            long version = Database.pragma(connection, "user_version");
            if (application != APPLICATION_ID
                    && (application != 0 || hasForeignTables(connection))) {
                throw new QueueUnavailableException(
                        "Opened "
                                + file
                                + " as the queue, but it is the database of another program."
                                + " Nothing was changed. Point the setting `data` to a folder of"
                                + " Postern's own.");
            }
            if (version > VERSION) {
                throw new QueueUnavailableException(
                        ("The queue %s was written by a newer Postern (schema %d, this program knows"
                                        + " %d). Nothing was changed. Start the newer program again,"
                                        + " or use a backup from before the upgrade.")
                                .formatted(file, version, VERSION));
            }
            return version == VERSION;
        }
    }

    /// Whether there are tables that no interrupted migration of ours made.
    private static boolean hasForeignTables(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT count(*) FROM sqlite_schema"
                                        + " WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                                        + " AND name <> 'flyway_schema_history'")) {
            return row.next() && row.getInt(1) > 0;
        }
    }

    private void migrateAlone() throws IOException, SQLException {
        Path lockFile = file.resolveSibling(file.getFileName() + ".migration-lock");
        try (FileChannel channel =
                        FileChannel.open(
                                lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = lock(channel, lockFile)) {
            if (!current()) {
                Flyway.configure()
                        .dataSource(database.writing())
                        .locations(MIGRATIONS)
                        .load()
                        .migrate();
                if (!current()) {
                    throw new QueueUnavailableException(
                            ("The queue %s has no tables, and this program brings none along: its"
                                            + " files are not complete. Install Postern anew.")
                                    .formatted(file));
                }
            }
        }
    }

    private static FileLock lock(FileChannel channel, Path lockFile) throws IOException {
        long end = System.nanoTime() + LOCK_WAIT_MAX.toNanos();
        while (System.nanoTime() - end < 0) {
            FileLock lock = tryLock(channel);
            if (lock != null) {
                return lock;
            }
            pause();
        }
        throw new QueueUnavailableException(
                "Waited %d s for another process that is upgrading the queue (lock %s)."
                        .formatted(LOCK_WAIT_MAX.toSeconds(), lockFile));
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null; // held by another store of this process
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(LOCK_POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueueUnavailableException("Interrupted while opening the queue.", e);
        }
    }
}
