package dev.postern.queue.sqlite;

import dev.postern.queue.DeliveryState;
import dev.postern.queue.QueueDesk;
import dev.postern.queue.QueueId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The operator's view of the SQLite store: reads by [DeskQueries], changes by [DeskChange].
///
/// Safe for use by many threads.
final class SqliteDesk implements QueueDesk {

    private final Writer writer;
    private final Reading reading;
    private final StoredBytes bytes;
    private final Bell bell;
    private final Path file;

    SqliteDesk(Writer writer, Reading reading, StoredBytes bytes, Bell bell, Path file) {
        this.writer = writer;
        this.reading = reading;
        this.bytes = bytes;
        this.bell = bell;
        this.file = file;
    }

    @Override
    public List<Delivery> list(Filter filter) throws IOException {
        return reading.query(statements -> DeskQueries.list(statements, filter));
    }

    @Override
    public Optional<Dossier> show(QueueId message) throws IOException {
        long number = MessageNumber.of(message).orElse(-1);
        return reading.query(statements -> DeskQueries.show(statements, number));
    }

    @Override
    public List<String> retry(QueueId message, String who) throws IOException {
        return rung(
                change(
                        message,
                        new DeskChange(
                                Set.of(DeliveryState.WAITING),
                                DeskChange::dueNow,
                                Deed.RETRIED,
                                who,
                                "")));
    }

    @Override
    public List<String> release(QueueId message, String who) throws IOException {
        return rung(change(message, new Release(who)));
    }

    @Override
    public List<String> park(QueueId message, String who, String reason) throws IOException {
        return change(
                message,
                new DeskChange(
                        Set.of(DeliveryState.WAITING), DeskChange::park, Deed.PARKED, who, reason));
    }

    @Override
    public List<String> delete(QueueId message, String who, String reason) throws IOException {
        return change(
                message,
                new DeskChange(
                        Set.of(DeliveryState.WAITING, DeliveryState.PARKED),
                        DeskChange::delete,
                        Deed.DELETED,
                        who,
                        reason));
    }

    private List<String> change(QueueId message, OnMessage change) throws IOException {
        long number = MessageNumber.of(message).orElse(-1);
        return writer.run(transaction -> change.apply(transaction, number));
    }

    /// What an operator does to one message.
    @FunctionalInterface
    interface OnMessage {
        List<String> apply(Transaction transaction, long message) throws SQLException, IOException;
    }

    private List<String> rung(List<String> destinations) {
        destinations.forEach(bell::ring);
        return destinations;
    }

    @Override
    public InputStream export(QueueId message, String who) throws IOException {
        InputStream octets = bytes.open(message);
        long number = MessageNumber.of(message).orElse(-1);
        writer.run(transaction -> {
            History.write(transaction, number, new History.Note(Deed.EXPORTED, "", 0, who, ""));
            return number;
        });
        return octets;
    }

    @Override
    public Level level() throws IOException {
        return reading.query(statements -> DeskQueries.level(statements, file));
    }

    @Override
    public int prune(Instant before) throws IOException {
        return new Pruning(writer, before).run();
    }
}
