package dev.postern.queue.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// What a failure of SQLite means for the queue, and how to say it.
///
/// The low byte of SQLite's extended codes is the kind of failure.
enum Trouble {
    FULL("The disk or the database is full: free some space;" + " the queue goes on by itself."),
    IO("Reading or writing the disk failed: see the system's log for the device."),
    BUSY("Another process has held the database for too long."),
    READ_ONLY("The database cannot be written: check owner, rights and mount of the folder."),
    DAMAGED(
            "The database is damaged. Nothing was deleted. Stop Postern, keep a copy of the file, and"
                    + " restore a backup or use the `.recover` command of sqlite3."),
    UNOPENABLE("The database cannot be opened: check that the folder is there, and its rights."),
    MEMORY("SQLite got no memory from the system."),
    /// Not the store's fault but the statement's: nobody else is concerned.
    STATEMENT("The statement was refused.");

    private final String advice;

    Trouble(String advice) {
        this.advice = advice;
    }

    static Trouble of(SQLException failure) {
        return failure instanceof SQLiteException sqlite ? of(sqlite.getResultCode()) : STATEMENT;
    }

    private static Trouble of(SQLiteErrorCode extended) {
        int primary = extended.code & 0xFF;
        if (primary == SQLiteErrorCode.SQLITE_FULL.code) {
            return FULL;
        }
        if (primary == SQLiteErrorCode.SQLITE_IOERR.code) {
            return IO;
        }
        if (primary == SQLiteErrorCode.SQLITE_BUSY.code
                || primary == SQLiteErrorCode.SQLITE_LOCKED.code
                || primary == SQLiteErrorCode.SQLITE_PROTOCOL.code) {
            return BUSY;
        }
        if (primary == SQLiteErrorCode.SQLITE_READONLY.code
                || primary == SQLiteErrorCode.SQLITE_PERM.code) {
            return READ_ONLY;
        }
        if (primary == SQLiteErrorCode.SQLITE_CORRUPT.code
                || primary == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return DAMAGED;
        }
        if (primary == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
            return UNOPENABLE;
        }
        return primary == SQLiteErrorCode.SQLITE_NOMEM.code ? MEMORY : STATEMENT;
    }

    /// Whether the store as a whole is concerned, and not the one statement.
    boolean concernsStore() {
        return this != STATEMENT;
    }

    /// Whether the connection should not be trusted any more.
    boolean breaksConnection() {
        return switch (this) {
            case IO, READ_ONLY, DAMAGED, UNOPENABLE, MEMORY -> true;
            case FULL, BUSY, STATEMENT -> false;
        };
    }

    /// What happened and what the reader can do.
    static String describe(Path file, SQLException failure) {
        return "%s (%s: %s)".formatted(of(failure).advice, file, failure.getMessage());
    }

    /// The same for a failure when the queue is opened.
    static String atOpening(Path file, Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && of(sql).concernsStore()) {
                return "Cannot open the queue. " + describe(file, sql);
            }
        }
        return "Cannot open the queue %s: %s".formatted(file, failure.getMessage());
    }
}
