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

    /// Leaves it to the sweeper. Does not wait.
    void abandon(long reception) {
        alive.remove(reception);
        writer.later(transaction ->
                transaction.update(
                        "UPDATE reception SET touched = 0"
                                + " WHERE number = ? AND message IS NULL",
                        reception));
    }

    /// Says to all processes that these are alive.
    int touch(Transaction transaction) throws SQLException {
        for (long reception : alive) {
            transaction.update(
                    "UPDATE reception SET touched = ? WHERE number = ?",
                    transaction.millis(),
                    reception);
        }
        return alive.size();
    }
}
