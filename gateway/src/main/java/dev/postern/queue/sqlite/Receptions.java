package dev.postern.queue.sqlite;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The chunks of large messages that are coming in.
///
/// Knows which receptions of this process are alive, and touches them, so that no process sweeps
/// them away. Safe for use by many threads.
final class Receptions {

    private final Writer writer;
    private final ReceptionMemory memory;
    private final Space space;
    private final Set<Long> alive = ConcurrentHashMap.newKeySet();
    private final Set<Long> abandoned = ConcurrentHashMap.newKeySet();

    Receptions(Writer writer, ReceptionMemory memory, Space space) {
        this.writer = writer;
        this.memory = memory;
        this.space = space;
    }

    SqliteReception open() {
        return new SqliteReception(this, memory, space);
    }

    /// Writes the first chunk. Durable on return, and invisible.
    ///
    /// @return the reception's number
    long begin(byte[] octets) throws IOException {
        long reception =
                writer.run(transaction -> {
                    long number =
                            transaction.number(
                                    "INSERT INTO reception (touched) VALUES (?)"
                                            + " RETURNING number",
                                    transaction.millis());
                    insert(transaction, number, 0, octets);
                    return number;
                });
        alive.add(reception);
        return reception;
    }

    /// Writes the next chunk. Fails if the reception was swept, which cannot happen to one that is
    /// alive unless the process slept for long.
    void append(long reception, int part, byte[] octets) throws IOException {
        writer.run(transaction -> {
            insert(transaction, reception, part, octets);
            return part;
        });
    }

    static void insert(Transaction transaction, long reception, int part, byte[] octets)
            throws SQLException {
        transaction.update(
                "INSERT INTO chunk (reception, part, octets) VALUES (?, ?, ?)",
                reception,
                part,
                octets);
        transaction.reached("chunk-written");
    }

    /// It belongs to a message now.
    void joined(long reception) {
        alive.remove(reception);
    }

    /// Leaves it to the sweeper. Writes nothing now: the disk may be full.
    void abandon(long reception) {
        abandoned.add(reception);
        alive.remove(reception);
    }

    /// Says to all processes which receptions are alive.
    int touchAlive(Transaction transaction) throws SQLException {
        for (long reception : alive) {
            touch(transaction, reception, transaction.millis());
        }
        return alive.size();
    }

    /// The receptions of this process that nobody wants any more.
    Set<Long> abandoned() {
        return Set.copyOf(abandoned);
    }

    /// Says to all processes that these may be swept. One that has a message by now stays.
    static int forsake(Transaction transaction, Set<Long> receptions) throws SQLException {
        for (long reception : receptions) {
            touch(transaction, reception, 0);
        }
        return receptions.size();
    }

    /// They have been forsaken, and that is on disk.
    void forget(Set<Long> receptions) {
        abandoned.removeAll(receptions);
    }

    private static void touch(Transaction transaction, long reception, long moment)
            throws SQLException {
        transaction.update(
                "UPDATE reception SET touched = ? WHERE number = ? AND message IS NULL",
                moment,
                reception);
    }
}
