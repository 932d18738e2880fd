package dev.postern.queue.sqlite;

import dev.postern.queue.CrashPoint;
import dev.postern.queue.QueueStore;
import dev.postern.queue.WaysContract;
import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class SqliteWaysTest extends WaysContract {

    @Override
    protected QueueStore open() throws IOException {
        EmptyQueue.layInto(folder);
        return SqliteQueue.open(
                new SqliteSettings(
                        folder.resolve("queue.db"), 1 << 20, 0, 0, Duration.ofSeconds(10)),
                new Surroundings(
                        clock, RandomGenerator.getDefault(), events::add, CrashPoint.NONE));
    }

    @Override
    protected int large() {
        return SqliteReception.CHUNK;
    }
}
