package dev.postern.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What was measured, by what and whose it is. For one thread.
final class Figures {

    private static final String OURS = "postern";

    private final PrintStream out;
    private final Map<Key, List<Double>> values = new LinkedHashMap<>();
    private final Map<String, String> units = new LinkedHashMap<>();
    private final List<Ratio> ratios = new ArrayList<>();

    private record Key(String what, String who) {}

    /// @param row of the table where it is shown
    private record Ratio(String row, String what, double value, String peer) {

        Ratio(String what, double value, String peer) {
            this(what, what, value, peer);
        }
    }

    Figures(PrintStream out) {
        this.out = out;
    }

    /// Keeps a figure, and prints it.
    ///
    /// @param unit of everything that is measured by this name
    void add(String what, String who, double value, String unit) {
        values.computeIfAbsent(new Key(what, who), _ -> new ArrayList<>()).add(value);
        units.putIfAbsent(what, unit);
        out.printf(Locale.ROOT, "%-26s %-10s %10.2f %s%n", what, who, value, unit);
    }

    /// Prints something that is worth knowing, and no figure.
    void note(String format, Object... arguments) {
        out.printf(Locale.ROOT, format + "%n", arguments);
    }

    /// Compares the medians: how many times the peer's is Postern's.
    void ratio(String what, String peer) {
        ratio(what, peer, what);
    }

    /// Compares with a peer that may not have taken part.
    void ratioIfAny(String what, String peer) {
        if (values.containsKey(new Key(what, peer))) {
            ratio(what, peer);
        }
    }

    /// The same as [#ratio(String, String)], where the peer knows but one way of doing it.
    ///
    /// @param theirs what of the peer's is compared
    void ratio(String what, String peer, String theirs) {
        ratios.add(new Ratio(what, median(what, OURS) / median(theirs, peer), peer));
    }

    /// Compares something of which less is better. Nothing is said if ours was too little to be
    /// told from noise.
    void ratioOfLess(String what, String peer) {
        double ours = median(what, OURS);
        if (ours > 0) {
            ratios.add(new Ratio(what, median(what, peer) / ours, peer));
        }
    }

    /// Compares two that are neither Postern's nor a peer's.
    ///
    /// @param less whether less is better
    void ratio(String what, String who, String other, boolean less) {
        double value = median(what, who) / median(what, other);
        ratios.add(new Ratio(what, what + "." + who, less ? 1 / value : value, other));
    }

    /// Lines for programs: `ratio NAME VALUE PEER`.
    List<String> ratios() {
        return ratios.stream()
                .map(one ->
                        String.format(
                                Locale.ROOT,
                                "ratio %s %.2f %s",
                                one.what(),
                                one.value(),
                                one.peer()))
                .toList();
    }

    /// A table in Markdown: of each figure its median, and its range if there are several.
    String table() {
        List<String> whose = values.keySet().stream().map(Key::who).distinct().toList();
        StringBuilder table = new StringBuilder("| what | unit |");
        whose.forEach(who -> table.append(' ').append(who).append(" |"));
        table.append(" ratio |\n|---|---|").append("---|".repeat(whose.size())).append("---|\n");
        units.forEach((what, unit) -> {
            table.append("| `%s` | %s |".formatted(what, unit));
            for (String who : whose) {
                table.append(' ')
                        .append(shown(values.getOrDefault(new Key(what, who), List.of())))
                        .append(" |");
            }
            table.append(' ').append(compared(what)).append(" |\n");
        });
        return table.toString();
    }

    private String compared(String what) {
        return ratios.stream()
                .filter(one -> one.row().equals(what))
                .map(one -> String.format(Locale.ROOT, "%.2f × %s", one.value(), one.peer()))
                .collect(Collectors.joining(", "));
    }

    private static String shown(List<Double> found) {
        if (found.isEmpty()) {
            return "";
        }
        String middle = shown(median(found));
        return found.size() == 1
                ? middle
                : "%s (%s–%s)"
                        .formatted(
                                middle,
                                shown(Collections.min(found)),
                                shown(Collections.max(found)));
    }

    private static String shown(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }

    private double median(String what, String who) {
        List<Double> found = values.get(new Key(what, who));
        if (found == null) {
            throw new IllegalStateException("nothing was measured as " + what + " of " + who);
        }
        return median(found);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
