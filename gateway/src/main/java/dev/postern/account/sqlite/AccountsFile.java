package dev.postern.account.sqlite;

import dev.postern.sql.Statements;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/// The database file: how it is made, brought up to date and connected to.
///
/// Which version it has stands in its head (`user_version`). All migrations run in one transaction
/// that locks the file at its beginning, so two processes that start at once do not meet.
/// Immutable; safe for use by many threads.
final class AccountsFile {

    /// The version that this program works with: that of the last migration.
    private static final int VERSION = 1;

    /// "Psta": so that no other program's database is taken for ours.
    private static final int APPLICATION_ID = 0x50737461;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path file;
    private final SQLiteDataSource source;

    /// Something done with the database.
    @FunctionalInterface
    interface Work<T> {
        T with(Statements statements) throws SQLException;
    }

    private AccountsFile(Path file) {
        this.file = file;
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.setBusyTimeout((int) PATIENCE.toMillis());
        source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
    }

    /// Opens it, and makes it if there is none.
    static AccountsFile open(Path file) throws IOException {
        if (!Files.exists(file)) {
            create(file);
        }
        AccountsFile opened = new AccountsFile(file);
        opened.prepare();
        return opened;
    }

    /// SQLite gives the files that it puts beside this one the same rights.
    private static void create(Path file) throws IOException {
        try {
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        file,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
        } catch (FileAlreadyExistsException _) {
            // another process was faster
        }
    }

    private void prepare() throws IOException {
        long version = read(AccountsFile::version);
        if (version < VERSION) {
            version =
                    change(statements -> {
                        for (long next = version(statements) + 1; next <= VERSION; next++) {
                            migrate(statements, next);
                        }
                        return version(statements);
                    });
        }
        if (version > VERSION) {
            throw new IOException(
                    ("The accounts %s were written by a newer Postern (schema %d, this program knows"
                                    + " %d). Nothing was changed. Start the newer program again, or"
                                    + " use a backup from before the upgrade.")
                            .formatted(file, version, VERSION));
        }
        if (read(statements -> statements.number("PRAGMA application_id")) != APPLICATION_ID) {
            throw new IOException(
                    "Opened %s as the accounts, but it is the database of another program. Nothing was changed."
                            .formatted(file));
        }
    }

    private static long version(Statements statements) throws SQLException {
        return statements.number("PRAGMA user_version");
    }

    private static void migrate(Statements statements, long version) throws SQLException {
        boolean empty = statements.number("SELECT count(*) FROM sqlite_schema") == 0;
        if (version == 1 && !empty) {
            return; // somebody else's, which is said when it is opened
        }
        statements.execute(script(version));
        statements.execute("PRAGMA application_id = " + APPLICATION_ID);
        statements.execute("PRAGMA user_version = " + version);
    }

    private static String script(long version) {
        String name = "/db/account/sqlite/V%d__accounts.sql".formatted(version);
        try (InputStream in = AccountsFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("this program is not complete: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("this program is damaged: " + name, e);
        }
    }

    /// Reads; waits for nobody.
    <T> T read(Work<T> work) throws IOException {
        try (Statements statements = new Statements(source.getConnection())) {
            return work.with(statements);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// Reads and writes in one transaction, which is on disk when this returns. What the work
    /// throws rolls it back, since the connection is closed without a commit.
    <T> T change(Work<T> work) throws IOException {
        try (Connection connection = source.getConnection();
                Statements statements = new Statements(connection)) {
            connection.setAutoCommit(false);
            T result = work.with(statements);
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private IOException failed(SQLException failure) {
        return new IOException(
                "The accounts in %s cannot be used: %s. Check the folder's owner, its rights and the space on its disk."
                        .formatted(file, failure.getMessage()),
                failure);
    }
}
