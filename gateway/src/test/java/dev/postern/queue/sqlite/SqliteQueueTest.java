package dev.postern.queue.sqlite;

import dev.postern.event.Event;
import dev.postern.queue.CrashPoint;
import dev.postern.queue.DeskContract;
import dev.postern.queue.EnvelopeContract;
import dev.postern.queue.IntakeContract;
import dev.postern.queue.LedgerContract;
import dev.postern.queue.ModelContract;
import dev.postern.queue.NoticeContract;
import dev.postern.queue.OutletContract;
import dev.postern.queue.PartingContract;
import dev.postern.queue.QueueStore;
import dev.postern.queue.RelayDeskContract;
import dev.postern.queue.RelayModelContract;
import dev.postern.queue.TurnsContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/// The contract of the queue, on SQLite.
@Tag("slow")
class SqliteQueueTest {

    private static final long MEMORY = 4 << 20;

    private static QueueStore open(Path folder, InstantSource clock, Queue<Event> events)
            throws IOException {
        EmptyQueue.layInto(folder);
        return SqliteQueue.open(
                new SqliteSettings(
                        folder.resolve("queue.db"), MEMORY, 0, 0, Duration.ofSeconds(10)),
                new Surroundings(
                        clock, RandomGenerator.getDefault(), events::add, CrashPoint.NONE));
    }

    @Nested
    class ForIntake extends IntakeContract {
        @Override
        protected QueueStore open() throws IOException {
            return SqliteQueueTest.open(folder, clock, events);
        }

        @Override
        protected int large() {
            return SqliteReception.CHUNK;
        }
    }

    @Nested
    class ForLedger extends LedgerContract {
        @Override
        protected QueueStore open() throws IOException {
            return SqliteQueueTest.open(folder, clock, events);
        }

        @Override
        protected int large() {
            return SqliteReception.CHUNK;
        }
    }

    @Nested
    class ForDesk extends DeskContract {
        @Override
        protected QueueStore open() throws IOException {
            return SqliteQueueTest.open(folder, clock, events);
        }

        @Override
        protected int large() {
            return SqliteReception.CHUNK;
        }
    }

    @Nested
    class ForModel extends ModelContract {
        @Override
        protected QueueStore open() throws IOException {
            return SqliteQueueTest.open(folder, clock, events);
        }

        @Override
        protected int large() {
            return SqliteReception.CHUNK;
        }
    }

    @Nested
    class ForEnvelopes extends EnvelopeContract {
        @Override
        protected QueueStore open() throws IOException {
            return SqliteQueueTest.open(folder, clock, events);
        }

        @Override
        protected int large() {
            return SqliteReception.CHUNK;
        }
    }

    @Nested
    class ForTurns extends TurnsContract {
        @Override
        protected QueueStore open() throws IOException {
            return SqliteQueueTest.open(folder, clock, events);
        }

        @Override
        protected int large() {
            return SqliteReception.CHUNK;
        }
    }

    @Nested
    class ForParting extends PartingContract {
        @Override
        protected QueueStore open() throws IOException {
            return SqliteQueueTest.open(folder, clock, events);
        }

        @Override
        protected int large() {
            return SqliteReception.CHUNK;
        }
    }

    @Nested
    class ForNotices extends NoticeContract {
        @Override
        protected QueueStore open() throws IOException {
            return SqliteQueueTest.open(folder, clock, events);
        }

        @Override
        protected int large() {
            return SqliteReception.CHUNK;
        }
    }

    @Nested
    class ForRelayDesk extends RelayDeskContract {
        @Override
        protected QueueStore open() throws IOException {
            return SqliteQueueTest.open(folder, clock, events);
        }

        @Override
        protected int large() {
            return SqliteReception.CHUNK;
        }
    }

    @Nested
    class ForRelayModel extends RelayModelContract {
        @Override
        protected QueueStore open() throws IOException {
            return SqliteQueueTest.open(folder, clock, events);
        }

        @Override
        protected int large() {
            return SqliteReception.CHUNK;
        }
    }

    @Nested
    class ForOutlet extends OutletContract {
        @Override
        protected QueueStore open() throws IOException {
            return SqliteQueueTest.open(folder, clock, events);
        }

        @Override
        protected int large() {
            return SqliteReception.CHUNK;
        }
    }
}
