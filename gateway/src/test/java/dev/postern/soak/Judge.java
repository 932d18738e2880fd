package dev.postern.soak;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// Says whether something grew: the median of a run's last quarter beside that of its first, both
/// without the warm-up.
final class Judge {

    /// This part of a run does not count: a JVM compiles meanwhile, and caches fill.
    private static final double WARM_UP = 1.0 / 8;

    private static final int QUARTERS = 4;

    /// What may not grow, and by how much it may.
    ///
    /// @param share of what it was
    /// @param more besides, in the column's unit, for what is small
    record Rule(Column column, double share, double more) {

        boolean allows(double first, double last) {
            return last <= first * (1 + share) + more;
        }
    }

    private static final List<Rule> RULES =
            List.of(
                    new Rule(Column.HEAP_AFTER_GC, 0.10, 2),
                    new Rule(Column.RSS, 0.10, 8),
                    new Rule(Column.THREADS, 0, 4),
                    new Rule(Column.VIRTUAL_THREADS, 0.05, 5),
                    new Rule(Column.FILES, 0.05, 5),
                    new Rule(Column.QUEUE, 0.25, 5),
                    new Rule(Column.WAL, 0.25, 4),
                    new Rule(Column.ACCEPT_P50, 0.25, 1),
                    new Rule(Column.ACCEPT_P99, 0.50, 10),
                    new Rule(Column.CONNECT_P50, 0.25, 5),
                    new Rule(Column.RELAY_P50, 0.25, 5),
                    new Rule(Column.COLLECT_P50, 0.25, 2),
                    new Rule(Column.PROXY_P50, 0.25, 1));

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
        double begin = end * WARM_UP;
        double quarter = (end - begin) / QUARTERS;
        return RULES.stream()
                .flatMap(rule -> {
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
