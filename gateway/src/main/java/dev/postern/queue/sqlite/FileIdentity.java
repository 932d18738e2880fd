package dev.postern.queue.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Notices that the database file was removed or replaced while it was open.
///
/// What is written into a removed file is lost when the last process closes it, and SQLite in WAL
/// mode does not notice. Confined to one thread.
final class FileIdentity {

    private final Path file;
    private final @Nullable Object key;

    /// Remembers the file that is there now.
    FileIdentity(Path file) throws IOException {
        this.file = file;
        this.key = key(file);
    }

    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /// What is wrong; empty if it is the same file.
    Optional<String> check() {
        try {
            Object now = key(file);
            if (key == null || key.equals(now)) {
                return Optional.empty();
            }
            return Optional.of(
                    "The file %s was replaced while it was in use: stop Postern and put the right one"
                                    .formatted(file)
                            + " back.");
        } catch (IOException e) {
            return Optional.of(
                    "The file %s is gone or cannot be seen while it is in use (%s): stop Postern and put"
                                    .formatted(file, e)
                            + " it back.");
        }
    }
}
