package dev.postern.bench;

import dev.postern.peers.Ports;
import dev.postern.queue.CrashPoint;
import dev.postern.queue.QueueStore;
import dev.postern.queue.sqlite.SqliteQueue;
import dev.postern.queue.sqlite.SqliteSettings;
import dev.postern.queue.sqlite.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// What the queue costs while more and more messages wait in it for another destination: taking in,
/// handing over, finding what waits, and starting.
final class QueueBench {

    private static final String BUSY = "busy";
    private static final String AWAY = "away";
    private static final List<Integer> WAITING = List.of(1_000, 100_000, 1_000_000);
    private static final int SIZE = 4_000;
    private static final int WAITING_SIZE = 500;
    private static final int PER_CALL = 100;
    private static final int CLAIMS = 51;
    private static final double NANOS = 1e9;
    private static final double MEGA = 1e6;
    private static final double MICROS = 1e3;
    private static final double MILLIS = 1e3;

    private static final String SETTINGS =
            """
            data: $folder/data
            relay:
              listeners:
                - {listen: "127.0.0.1:$port", sign-in: trusted, trusted: [127.0.0.0/8]}
              internal-domains: [example.cz]
              routes: [{to: [busy, away]}]
            destinations:
              busy: {smart-host: {host: 127.0.0.1, port: $next, tls: none}}
              away: {smart-host: {host: 127.0.0.1, port: $next, tls: none}}
            """;

    private final Workbench bench;
    private final Figures figures;
    private final int messages;
    private final int rounds;

    /// A queue in which so many wait.
    private record Level(int waiting, Path folder) {

        String name() {
            return waiting + "-waiting";
        }

        QueueStore open() throws IOException {
            return SqliteQueue.open(
                    SqliteSettings.in(folder.resolve("data")),
                    new Surroundings(
                            InstantSource.system(),
                            RandomGenerator.getDefault(),
                            _ -> {},
                            CrashPoint.NONE));
        }
    }

    private QueueBench(Workbench bench) {
        this.bench = bench;
        this.figures = bench.figures();
        this.messages = bench.number(0, 20_000, 5_000);
        this.rounds = bench.number(1, 3, 2);
    }

    /// @param arguments those of [Workbench]; the numbers are of messages and of rounds
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Workbench bench = Workbench.of("queue", arguments);
        new QueueBench(bench).run();
        bench.report(List.of());
    }

    private void run() throws IOException, InterruptedException {
        List<Level> levels = new ArrayList<>();
        for (int waiting : WAITING.subList(0, bench.quick() ? 2 : WAITING.size())) {
            levels.add(filled(waiting));
        }
        for (int round = 1; round <= rounds; round++) {
            for (Level level : levels) {
                measure(level);
            }
        }
        for (int start = bench.quick() ? rounds : 1; start <= rounds; start++) {
            for (Level level : levels) {
                start(level);
            }
        }
        String first = levels.getFirst().name();
        for (Level level : levels.subList(1, levels.size())) {
            figures.ratio("queue.accept", level.name(), first, false);
            figures.ratio("queue.accept.cpu", level.name(), first, true);
            figures.ratio("queue.hand-over", level.name(), first, false);
            figures.ratio("queue.hand-over.cpu", level.name(), first, true);
            figures.ratio("queue.claim", level.name(), first, true);
            figures.ratio("queue.start", level.name(), first, true);
            figures.ratio("queue.start.cpu", level.name(), first, true);
        }
    }

    /// Filling it warms up what accepts, and some messages more what hands over.
    private Level filled(int waiting) throws IOException, InterruptedException {
        Level level = new Level(waiting, bench.fresh());
        Files.createDirectory(level.folder().resolve("data"));
        try (QueueStore store = level.open()) {
            new QueueLoad(store, WAITING_SIZE).accept(waiting, PER_CALL, AWAY);
            QueueLoad load = new QueueLoad(store, SIZE);
            load.accept(messages, 1, BUSY);
            load.drain(messages, BUSY);
        }
        double size = (double) Files.size(level.folder().resolve("data/queue.db"));
        figures.add("queue.file", level.name(), size / MEGA, "MB");
        return level;
    }

    private void measure(Level level) throws IOException, InterruptedException {
        try (QueueStore store = level.open()) {
            QueueLoad load = new QueueLoad(store, SIZE);
            timed("queue.accept", level, () -> load.accept(messages, 1, BUSY));
            timed("queue.hand-over", level, () -> load.drain(messages, BUSY));
            figures.add("queue.claim", level.name(), load.claimMicros(AWAY, CLAIMS), "µs for 200");
        }
    }

    private interface Work {

        void run() throws IOException, InterruptedException;
    }

    private void timed(String what, Level level, Work work)
            throws IOException, InterruptedException {
        Duration before = Cost.own();
        long begun = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - begun) / NANOS;
        double cpu = Cost.own().minus(before).toNanos() / MICROS;
        figures.add(what, level.name(), messages / seconds, "messages/s");
        figures.add(what + ".cpu", level.name(), cpu / messages, "µs each");
    }

    /// The service begins to look at what waits as soon as it runs, and is stopped then.
    private void start(Level level) throws IOException, InterruptedException {
        String settings =
                SETTINGS.replace("$port", Integer.toString(Ports.free()))
                        .replace("$next", Integer.toString(Ports.free()));
        try (Installed postern =
                Installed.start(bench.program(), level.folder(), settings, List.of())) {
            double cpu = Cost.of(Stream.of(postern.process())).cpu().toMillis();
            figures.add("queue.start", level.name(), postern.untilReady().toMillis() / MILLIS, "s");
            figures.add("queue.start.cpu", level.name(), cpu / MILLIS, "s");
        }
    }
}
