package dev.postern.soak;

import dev.postern.peers.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Looks at the process of a service from outside (`proc(5)`, `jcmd`), and into its queue. For one
/// thread.
record Probe(Service service) {

    private static final Pattern GENERATION = Pattern.compile("total +(\\d+)K, used (\\d+)K");
    private static final int TAKEN = 1;
    private static final int USED = 2;
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+)");
    private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)");
    private static final Pattern VIRTUAL = Pattern.compile("\"virtual\": *true");
    private static final double KIB_OF_MIB = 1024;
    private static final double OCTETS_OF_MIB = 1024 * 1024;
    private static final int USER = 11;
    private static final int SYSTEM = 12;

    /// Linux counts in hundredths of a second for everybody.
    private static final double TICKS = 100;

    /// Looks without disturbing it much.
    void look(Map<Column, Double> into) throws IOException, InterruptedException {
        Path process = Path.of("/proc", Long.toString(service.pid()));
        String status = Files.readString(process.resolve("status"));
        into.put(Column.RSS, number(RESIDENT, status) / KIB_OF_MIB);
        into.put(Column.THREADS, number(THREADS, status));
        String stat = Files.readString(process.resolve("stat"));
        String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        into.put(Column.CPU, (Long.parseLong(words[USER]) + Long.parseLong(words[SYSTEM])) / TICKS);
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            into.put(Column.FILES, (double) files.count());
        }
        into.put(
                Column.DRIVER_CPU,
                ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis()
                        / 1e3);
        String load = Files.readString(Path.of("/proc/loadavg"));
        into.put(Column.LOAD, Double.parseDouble(load.substring(0, load.indexOf(' '))));
        String generations = jcmd("GC.heap_info");
        into.put(Column.HEAP, heap(generations, USED));
        into.put(Column.HEAP_TAKEN, heap(generations, TAKEN));
        into.put(Column.QUEUE, queued());
        into.put(Column.DATABASE, size(database()));
        into.put(Column.WAL, size(database().resolveSibling("queue.db-wal")));
    }

    /// Collects its garbage, and counts its virtual threads.
    void lookDeeply(Map<Column, Double> into) throws IOException, InterruptedException {
        String _ = jcmd("GC.run");
        into.put(Column.HEAP_AFTER_GC, heap(jcmd("GC.heap_info"), USED));
        Path dump = service.file("threads.json");
        String _ = jcmd("Thread.dump_to_file", "-overwrite", "-format=json", dump.toString());
        into.put(
                Column.VIRTUAL_THREADS,
                (double) VIRTUAL.matcher(Files.readString(dump)).results().count());
    }

    /// Of the young and the old generation together.
    private static double heap(String generations, int which) {
        return GENERATION
                        .matcher(generations)
                        .results()
                        .limit(2)
                        .mapToLong(generation -> Long.parseLong(generation.group(which)))
                        .sum()
                / KIB_OF_MIB;
    }

    private String jcmd(String... command) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return Programs.run(
                service.folder(),
                Stream.concat(
                                Stream.of(
                                        jcmd,
                                        "-J-XX:TieredStopAtLevel=1",
                                        "-J-XX:+UseSerialGC",
                                        Long.toString(service.pid())),
                                Stream.of(command))
                        .toList());
    }

    private double queued() throws IOException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + database() + "?open_mode=1");
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                """
                                SELECT (SELECT count(*) FROM delivery WHERE state = 'waiting')
                                     + (SELECT count(*) FROM delivery WHERE state = 'sending')
                                """)) {
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IOException("cannot look into " + database(), e);
        }
    }

    private Path database() {
        return service.file("data").resolve("queue.db");
    }

    private static double size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) / OCTETS_OF_MIB : 0;
    }

    private static double number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
    }
}
