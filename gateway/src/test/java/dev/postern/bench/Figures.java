package dev.postern.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What was measured, by what and whose it is. For one thread.
final class Figures {

    private final PrintStream out;
    private final Map<Key, List<Double>> values = new HashMap<>();

    private record Key(String what, String who) {}

    Figures(PrintStream out) {
        this.out = out;
    }

    /// Keeps a figure, and prints it as a line of the table.
    void add(String what, String who, double value, String unit) {
        values.computeIfAbsent(new Key(what, who), _ -> new ArrayList<>()).add(value);
        out.printf(Locale.ROOT, "%-24s %-8s %10.1f %s%n", what, who, value, unit);
    }

    /// Prints something that is worth knowing, and no figure.
    void note(String format, Object... arguments) {
        out.printf(Locale.ROOT, format + "%n", arguments);
    }

    /// How many times the peer's is Postern's, of the medians.
    void ratio(String what, String peer) {
        print(what, median(what, "postern") / median(what, peer), peer);
    }

    /// The same of something of which less is better.
    void ratioOfLess(String what, String peer) {
        print(what, median(what, peer) / median(what, "postern"), peer);
    }

    private void print(String what, double ratio, String peer) {
        out.printf(Locale.ROOT, "ratio %s %.2f %s%n", what, ratio, peer);
    }

    private double median(String what, String who) {
        return median(values.getOrDefault(new Key(what, who), List.of()));
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
