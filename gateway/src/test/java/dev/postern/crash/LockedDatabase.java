package dev.postern.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// Another process has the database to itself for a while, as a backup or a person's `sqlite3` may.
record LockedDatabase(Path data) implements Trouble {

    private static final int LATEST_MILLIS = 1500;
    private static final int USUAL_MILLIS = 2000;

    /// Longer than Postern's patience with a lock.
    private static final int LONG_MILLIS = 11_000;

    private static final int LONG_ONE_IN = 16;

    @Override
    public Plight strike(RandomGenerator random) {
        int delay = random.nextInt(LATEST_MILLIS);
        int millis =
                random.nextInt(LONG_ONE_IN) == 0 ? LONG_MILLIS : 100 + random.nextInt(USUAL_MILLIS);
        Delayed locking = new Delayed(Duration.ofMillis(delay), () -> hold(millis));
        return new Plight() {
            @Override
            public String words() {
                return "database locked for %d ms after %d".formatted(millis, delay);
            }

            @Override
            public int lifeMillis() {
                return LATEST_MILLIS + millis;
            }

            @Override
            public boolean excuses(PosternProcess.Result end) {
                return end.err().contains("held the database for too long");
            }

            @Override
            public void close() throws IOException {
                locking.close();
            }
        };
    }

    private String hold(int millis) throws Exception {
        Path file = data.resolve("queue.db");
        if (!Files.exists(file) || Files.size(file) == 0) {
            return "nothing to lock";
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 5000");
            statement.execute("BEGIN EXCLUSIVE");
            Thread.sleep(millis);
            statement.execute("ROLLBACK");
            return "locked";
        }
    }
}
