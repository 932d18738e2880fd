package dev.postern.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.queue.CrashPoint;
import dev.postern.queue.DeliveryState;
import dev.postern.queue.QueueDesk;
import dev.postern.queue.QueueDesk.Deed;
import dev.postern.queue.QueueStore;
import dev.postern.queue.sqlite.SqliteQueue;
import dev.postern.queue.sqlite.SqliteSettings;
import dev.postern.queue.sqlite.Surroundings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The store after all crashes, with nobody at work any more. Used by one thread.
final class Books implements AutoCloseable {

    private static final int ENTRIES_MAX = 10_000;

    private final QueueStore store;

    Books(Path data) throws IOException {
        store =
                SqliteQueue.open(
                        SqliteSettings.in(data),
                        new Surroundings(
                                InstantSource.system(),
                                RandomGenerator.getDefault(),
                                _ -> {},
                                CrashPoint.NONE));
    }

    /// All deliveries were made.
    ///
    /// @return how many, as far as they can be listed
    int haveNothingOpen() throws IOException {
        List<QueueDesk.Delivery> deliveries = store.desk().list(QueueDesk.Filter.any(ENTRIES_MAX));
        assertThat(deliveries).filteredOn(one -> one.state() != DeliveryState.DELIVERED).isEmpty();
        return deliveries.size();
    }

    /// How many hand-overs of this message ended nobody knows how, according to its history.
    long unknownEnds(String messageId) throws IOException {
        QueueDesk.Filter filter =
                new QueueDesk.Filter(
                        Set.of(),
                        "",
                        "",
                        messageId,
                        "",
                        "",
                        "",
                        Instant.EPOCH,
                        Instant.ofEpochMilli(Long.MAX_VALUE),
                        ENTRIES_MAX);
        long found = 0;
        for (QueueDesk.Delivery one : store.desk().list(filter)) {
            found +=
                    store.desk().show(one.message().id()).orElseThrow().history().stream()
                            .filter(entry -> entry.deed() == Deed.UNCLEAR)
                            .count();
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
