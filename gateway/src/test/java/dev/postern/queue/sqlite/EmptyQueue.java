package dev.postern.queue.sqlite;

import dev.postern.queue.CrashPoint;
import dev.postern.queue.QueueStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// A new, empty queue as a file to copy: faster than to migrate one for each test.
final class EmptyQueue {

    private static final byte[] FILE = make();

    private EmptyQueue() {}

    /// Puts a new queue into the folder, unless there is one.
    static void layInto(Path folder) throws IOException {
        Path file = folder.resolve("queue.db");
        if (!Files.exists(file)) {
            Files.write(file, FILE);
        }
    }

    private static byte[] make() {
        try {
            Path folder = Files.createTempDirectory("empty-queue");
            SqliteSettings settings =
                    new SqliteSettings(folder.resolve("queue.db"), 0, 0, 0, Duration.ofSeconds(10));
            Surroundings around =
                    new Surroundings(
                            InstantSource.system(),
                            RandomGenerator.getDefault(),
                            _ -> {},
                            CrashPoint.NONE);
            try (QueueStore _ = SqliteQueue.open(settings, around)) {
                // opening makes it
            }
            byte[] octets = Files.readAllBytes(settings.file());
            Files.delete(settings.file());
            Files.delete(folder.resolve("queue.db.migration-lock"));
            Files.delete(folder);
            return octets;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
