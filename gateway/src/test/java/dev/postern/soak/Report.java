package dev.postern.soak;

import dev.postern.soak.Graph.Line;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What is to be told of a run's samples: a table of verdicts, and graphs.
final class Report {

    private static final Map<String, Graph> GRAPHS =
            new TreeMap<>(
                    Map.of(
                            "memory",
                            new Graph(
                                    "Memory",
                                    "MiB",
                                    List.of(
                                            new Line(Column.RSS, "resident"),
                                            new Line(Column.HEAP_TAKEN, "heap, taken"),
                                            new Line(
                                                    Column.HEAP_AFTER_GC,
                                                    "heap in use after a collection"))),
                            "threads",
                            new Graph(
                                    "Threads and files",
                                    "count",
                                    List.of(
                                            new Line(Column.THREADS, "threads of the system"),
                                            new Line(Column.VIRTUAL_THREADS, "virtual threads"),
                                            new Line(Column.FILES, "open file descriptors"))),
                            "accept",
                            new Graph(
                                    "From MAIL to 250",
                                    "ms",
                                    List.of(
                                            new Line(Column.ACCEPT_P50, "median"),
                                            new Line(
                                                    Column.ACCEPT_P99,
                                                    "all but one in a hundred"))),
                            "relay",
                            new Graph(
                                    "From MAIL until the next server has it",
                                    "ms",
                                    List.of(
                                            new Line(Column.RELAY_P50, "median"),
                                            new Line(
                                                    Column.RELAY_P99, "all but one in a hundred"))),
                            "collect",
                            new Graph(
                                    "From the mailbox into the folder",
                                    "seconds",
                                    List.of(
                                            new Line(Column.COLLECT_P50, "median"),
                                            new Line(
                                                    Column.COLLECT_P99,
                                                    "all but one in a hundred"))),
                            "disk",
                            new Graph(
                                    "The queue on the disk",
                                    "MiB",
                                    List.of(
                                            new Line(Column.DATABASE, "database"),
                                            new Line(Column.WAL, "write-ahead log"))),
                            "load",
                            new Graph(
                                    "The machine",
                                    "load average of a minute, all programs",
                                    List.of(new Line(Column.LOAD, "load")))));

    private Report() {}

    /// @param arguments a file of samples, and a folder for the graphs
    public static void main(String[] arguments) throws IOException {
        boolean flat = of(Path.of(arguments[0]), Path.of(arguments[1]), System.out);
        System.exit(flat ? 0 : 1);
    }

    /// Prints the verdicts, and draws the graphs into a folder.
    ///
    /// @return whether nothing has grown
    static boolean of(Path csv, Path folder, PrintStream out) throws IOException {
        List<Sample> samples = Sample.read(csv);
        Files.createDirectories(folder);
        for (Map.Entry<String, Graph> graph : GRAPHS.entrySet()) {
            Files.writeString(
                    folder.resolve(graph.getKey() + ".svg"), graph.getValue().svg(samples));
        }
        List<Judge.Verdict> verdicts = Judge.judge(samples);
        out.printf(Locale.ROOT, "%-18s %12s %12s%n", "median of", "first 1/4", "last 1/4");
        for (Judge.Verdict one : verdicts) {
            out.printf(
                    Locale.ROOT,
                    "%-18s %12.2f %12.2f  %s%n",
                    one.rule().column().head(),
                    one.first(),
                    one.last(),
                    one.flat() ? "flat" : "GREW");
        }
        return Judge.flat(verdicts);
    }
}
