package dev.postern.app;

import dev.postern.config.Settings;
import dev.postern.control.UnusableException;
import dev.postern.event.Events;
import dev.postern.queue.QueueStore;
import dev.postern.queue.sqlite.SqliteQueue;
import dev.postern.queue.sqlite.SqliteSettings;
import dev.postern.queue.sqlite.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The store in the folder that the settings name.
final class Store {

    private Store() {}

    /// The folder beside it for what is built while it is handed over.
    static Path temporary(Path data) {
        return data.resolve("tmp");
    }

    /// Opens it, and makes it if there is none.
    static QueueStore open(Settings settings, Events events, Gateway.Environment environment)
            throws IOException {
        mustBeOurs(settings.data());
        Files.createDirectories(temporary(settings.data()));
        return open(bounds(settings), events, environment);
    }

    /// What the queue may use. `queue.size-max` is no bound of it: that is of a single message, and
    /// all of them together may take what the disk has beside the reserve.
    private static SqliteSettings bounds(Settings settings) {
        SqliteSettings usual = SqliteSettings.in(settings.data());
        return new SqliteSettings(
                usual.file(),
                usual.memory(),
                settings.queue().reserve().bytes(),
                usual.sizeMax(),
                usual.patience());
    }

    /// Opens it for an operator, who makes none.
    ///
    /// @return empty if there is none in this folder
    static Optional<QueueStore> find(Path data, Gateway.Environment environment)
            throws IOException {
        SqliteSettings usual = SqliteSettings.in(data);
        if (!Files.exists(usual.file())) {
            return Optional.empty();
        }
        mustBeOurs(data);
        return Optional.of(open(usual, Quiet.EVENTS, environment));
    }

    /// Even who only reads writes a little, beside the database.
    static void mustBeOurs(Path data) throws UnusableException {
        if (!Files.isDirectory(data)) {
            throw new UnusableException(
                    "The folder %s does not exist; it is not made for you, since with a mistyped path all mail would be collected again. If it is the right one: mkdir -p %s"
                            .formatted(data, data));
        }
        if (!Files.isWritable(data)) {
            throw new UnusableException(
                    "This user cannot write to %s: it belongs to another user (then do it as the one who runs the service), or its disk is mounted read-only."
                            .formatted(data));
        }
    }

    private static QueueStore open(
            SqliteSettings settings, Events events, Gateway.Environment environment)
            throws IOException {
        return SqliteQueue.open(
                settings,
                new Surroundings(
                        environment.clock(),
                        environment.steady(),
                        environment.random(),
                        events,
                        environment.crash()));
    }
}
