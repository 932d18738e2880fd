package dev.postern.queue.sqlite;

import java.nio.file.Path;
import java.time.Duration;

/// Where the queue is and what it may use.
///
/// @param file the database; SQLite puts `-wal` and `-shm` beside it
/// @param memory octets that all receptions together may hold in memory
/// @param reserve octets of disk that stay free for settling what was accepted: below this nothing
///   large is taken in, below a quarter of it nothing at all
/// @param sizeMax octets that the database may grow to; 0 for no limit but the disk's
/// @param patience how long to wait for another process that is writing
public record SqliteSettings(
        Path file, long memory, long reserve, long sizeMax, Duration patience) {

    private static final long MIB = 1 << 20;

    public SqliteSettings {
        if (memory < 0 || reserve < 0 || sizeMax < 0 || patience.isNegative()) {
            throw new IllegalArgumentException("a size or a time cannot be negative");
        }
    }

    /// The defaults: `queue.db` in this folder, a quarter of the heap (16 to 256 MiB), 256 MiB of
    /// free disk, 10 s.
    public static SqliteSettings in(Path folder) {
        long memory = Math.clamp(Runtime.getRuntime().maxMemory() / 4, 16 * MIB, 256 * MIB);
        return new SqliteSettings(
                folder.resolve("queue.db"), memory, 256 * MIB, 0, Duration.ofSeconds(10));
    }
}
