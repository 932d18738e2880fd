package dev.postern.queue.sqlite;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteDataSource;

/// The database file and how a connection to it is set up.
///
/// Immutable; safe for use by many threads.
final class Database {

    /// Of 4, 8 and 16 KiB the one with the least CPU time a message (QueueBench, 4 kB messages).
    static final int PAGE_OCTETS = 4096;

    /// Pages in the WAL (16 MiB) at which a commit copies them into the database.
    private static final int CHECKPOINT_PAGES = 4096;

    /// What the WAL is cut down to when it has been copied.
    private static final int JOURNAL_OCTETS_MAX = 64 << 20;

    /// Negative: KiB instead of pages.
    private static final int WRITER_CACHE = -32 << 10;

    private static final int READER_CACHE = -4 << 10;

    /// The first statement of a reader's connection. It is not opened read-only, because the reader
    /// that opens a WAL database first has to set up the index that all share.
    static final String READ_ONLY = "PRAGMA query_only = true";

    private final SqliteSettings settings;

    Database(SqliteSettings settings) {
        this.settings = settings;
    }

    /// Creates the folder and an empty file with the right layout, unless there is one.
    ///
    /// The layout can be chosen only before the first table and before WAL mode.
    void create() throws IOException, SQLException {
        if (Files.exists(settings.file()) && Files.size(settings.file()) > 0) {
            return;
        }
        Path folder = settings.file().toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        forItsUserAlone();
        SQLiteDataSource plain = new SQLiteDataSource();
        plain.setUrl(url());
        try (Connection connection = plain.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA page_size = " + PAGE_OCTETS);
            statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            statement.execute("PRAGMA journal_mode = WAL");
        }
    }

    /// People's mail is in it. The files that SQLite puts beside it get the same permissions.
    private void forItsUserAlone() throws IOException {
        Path file = settings.file();
        if (Files.exists(file)
                || !file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException _) {
            // Another process was quicker, and has done the same.
        }
    }

    /// For the writer: every commit is on disk when it returns.
    SQLiteDataSource writing() {
        SQLiteConfig config = common();
        config.setCacheSize(WRITER_CACHE);
        config.setWalAutocheckpoint(CHECKPOINT_PAGES);
        config.setJournalSizeLimit(JOURNAL_OCTETS_MAX);
        if (settings.sizeMax() > 0) {
            config.setMaxPageCount(Math.toIntExact(settings.sizeMax() / PAGE_OCTETS));
        }
        return source(config);
    }

    /// For readers. [#READ_ONLY] makes sure that they change nothing.
    SQLiteDataSource reading() {
        SQLiteConfig config = common();
        config.setCacheSize(READER_CACHE);
        return source(config);
    }

    private SQLiteConfig common() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setGetGeneratedKeys(false);
        config.setTempStore(TempStore.MEMORY);
        config.setBusyTimeout((int) settings.patience().toMillis());
        return config;
    }

    private SQLiteDataSource source(SQLiteConfig config) {
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(url());
        return source;
    }

    private String url() {
        return "jdbc:sqlite:" + settings.file();
    }

    /// The value of a PRAGMA on this connection.
    static long pragma(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA " + name)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
