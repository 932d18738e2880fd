package dev.postern.soak;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// Says whether something grew: the median of a run's last quarter beside that of its first, both
/// without the time in which it settles.
final class Judge {

    /// This part of a run does not count: a JVM compiles meanwhile, and caches fill.
    private static final double WARM_UP = 1.0 / 8;

    /// The same of what follows the history, which is kept for the first hour of two, and with it
    /// SQLite's cache of the database.
    private static final double FULL_HISTORY = 5.0 / 8;

    private static final int QUARTERS = 4;

    /// What may not grow, and by how much it may.
    ///
    /// @param settled from which part of a run on
    /// @param share of what it was
    /// @param more besides, in the column's unit, for what is small
    record Rule(Column column, double settled, double share, double more) {

        static Rule of(Column column, double share, double more) {
            return new Rule(column, WARM_UP, share, more);
        }

        boolean allows(double first, double last) {
            return last <= first * (1 + share) + more;
        }
    }

    private static final List<Rule> RULES =
            List.of(
                    Rule.of(Column.HEAP_AFTER_GC, 0.05, 1),
                    new Rule(Column.RSS, FULL_HISTORY, 0.03, 4),
                    Rule.of(Column.THREADS, 0, 4),
                    Rule.of(Column.VIRTUAL_THREADS, 0.05, 5),
                    Rule.of(Column.FILES, 0.05, 5),
                    Rule.of(Column.QUEUE, 0.25, 5),
                    new Rule(Column.DATABASE, FULL_HISTORY, 0.05, 1),
                    Rule.of(Column.WAL, 0.25, 4),
                    Rule.of(Column.ACCEPT_P50, 0.25, 1),
                    Rule.of(Column.ACCEPT_P99, 0.50, 10),
                    Rule.of(Column.CONNECT_P50, 0.25, 5),
                    Rule.of(Column.RELAY_P50, 0.25, 5),
                    Rule.of(Column.COLLECT_P50, 0.25, 10),
                    Rule.of(Column.PROXY_P50, 0.25, 1));

    /// What became of a column.
    ///
    /// @param first median of the first quarter
    /// @param last median of the last quarter
    record Verdict(Rule rule, double first, double last) {

        boolean flat() {
            return rule.allows(first, last);
        }
    }

    private Judge() {}

    /// A verdict for each rule of whose column both quarters have a value.
    static List<Verdict> judge(List<Sample> samples) {
        double end = samples.stream().mapToDouble(Sample::elapsed).max().orElse(0);
        return RULES.stream()
                .flatMap(rule -> {
                    double begin = end * rule.settled();
                    double quarter = (end - begin) / QUARTERS;
                    OptionalDouble first = median(samples, rule.column(), begin, begin + quarter);
                    OptionalDouble last = median(samples, rule.column(), end - quarter, end);
                    return first.isPresent() && last.isPresent()
                            ? Stream.of(new Verdict(rule, first.getAsDouble(), last.getAsDouble()))
                            : Stream.empty();
                })
                .toList();
    }

    /// Whether all could be judged, and nothing grew.
    static boolean flat(List<Verdict> verdicts) {
        return verdicts.size() == RULES.size() && verdicts.stream().allMatch(Verdict::flat);
    }

    private static OptionalDouble median(
            List<Sample> samples, Column column, double from, double to) {
        double[] values =
                samples.stream()
                        .filter(one -> one.elapsed() >= from && one.elapsed() <= to)
                        .flatMapToDouble(one -> one.value(column).stream())
                        .sorted()
                        .toArray();
        return values.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        (values[values.length / 2] + values[(values.length - 1) / 2]) / 2);
    }
}
