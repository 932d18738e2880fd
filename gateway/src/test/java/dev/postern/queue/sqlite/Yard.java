package dev.postern.queue.sqlite;

import dev.postern.event.Event;
import dev.postern.queue.Acceptance;
import dev.postern.queue.Claim;
import dev.postern.queue.CrashPoint;
import dev.postern.queue.Offer;
import dev.postern.queue.Origin;
import dev.postern.queue.Place;
import dev.postern.queue.QueueId;
import dev.postern.queue.QueueStore;
import dev.postern.queue.Reception;
import dev.postern.queue.ServerId;
import dev.postern.queue.SettableClock;
import dev.postern.queue.Shipment;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// What a test of this engine needs: a folder with a queue in it, a clock, the events, and a way to
/// look into the file behind the queue's back.
final class Yard {

    static final String BOX = "box";
    static final Place INBOX = new Place("razr@example.cz", "INBOX", 1);
    static final Duration LEASE = Duration.ofMinutes(5);

    final SettableClock clock = new SettableClock();
    final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    final Path folder;
    final Path file;

    Yard(Path folder) {
        this.folder = folder;
        this.file = folder.resolve("queue.db");
    }

    Surroundings around() {
        return around(CrashPoint.NONE);
    }

    Surroundings around(CrashPoint crash) {
        return new Surroundings(clock, RandomGenerator.getDefault(), events::add, crash);
    }

    SqliteSettings settings() {
        return settings(0);
    }

    SqliteSettings settings(long sizeMax) {
        return new SqliteSettings(file, 4 << 20, 0, sizeMax, Duration.ofMillis(200));
    }

    QueueStore open() throws IOException {
        return open(settings());
    }

    QueueStore open(SqliteSettings settings) throws IOException {
        EmptyQueue.layInto(folder);
        return SqliteQueue.open(settings, around());
    }

    /// Waits for the next event of this kind.
    <E extends Event> E next(Class<E> kind) throws InterruptedException {
        for (Event event = events.poll(60, TimeUnit.SECONDS);
                event != null;
                event = events.poll(60, TimeUnit.SECONDS)) {
            if (kind.isInstance(event)) {
                return kind.cast(event);
            }
        }
        throw new AssertionError("no " + kind.getSimpleName());
    }

    static Acceptance accept(QueueStore store, long uid, byte[] octets)
            throws IOException, InterruptedException {
        try (Reception reception = store.intake().begin()) {
            reception.write(octets, 0, octets.length);
            return store.intake().accept(List.of(offer(reception, uid))).getFirst();
        }
    }

    static Offer offer(Reception reception, long uid) {
        return new Offer(
                reception,
                new Origin.Collected(INBOX, new ServerId.Uid(uid), Instant.EPOCH),
                "razr",
                List.of(Shipment.whole(BOX)),
                Optional.empty(),
                Optional.empty());
    }

    static QueueId taken(QueueStore store, long uid, byte[] octets)
            throws IOException, InterruptedException {
        return switch (accept(store, uid, octets)) {
            case Acceptance.Taken(QueueId id) -> id;
            case Acceptance.Known() -> throw new AssertionError("known");
        };
    }

    static List<Claim> claim(QueueStore store, int limit) throws IOException {
        return store.outlet().claim(BOX, limit, LEASE);
    }

    /// A connection of our own, as another program might have one.
    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    int change(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    long number(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
