package dev.postern.config;

import java.util.List;

/// Prints what is wrong the way compilers do: the place, the line with a caret, what would be
/// right.
final class Report {

    private static final int WIDTH_MAX = 100;

    private final StringBuilder out = new StringBuilder();

    static String of(Configuration configuration) {
        var report = new Report();
        List<Problem> errors =
                switch (configuration) {
                    case Configuration.Valid _ -> List.of();
                    case Configuration.Invalid(List<Problem> problems, _, _) -> problems;
                };
        errors.forEach(problem -> report.add("error", "expected", problem));
        configuration.warnings().forEach(problem -> report.add("warning", "better", problem));
        report.total(configuration, errors.size());
        return report.out.toString();
    }

    private void total(Configuration configuration, int errors) {
        int warnings = configuration.warnings().size();
        if (errors + warnings > 0) {
            out.append(count(errors, "error")).append(", ").append(count(warnings, "warning"));
            if (configuration instanceof Configuration.Invalid invalid && invalid.more() > 0) {
                out.append(", and ").append(invalid.more()).append(" more that are not shown");
            }
            out.append('\n');
        }
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private void add(String severity, String better, Problem problem) {
        out.append(problem.place()).append(": ").append(severity).append(": ");
        if (!problem.key().isEmpty()) {
            out.append(problem.key()).append(": ");
        }
        out.append(problem.text()).append('\n');
        if (!problem.place().excerpt().isBlank()) {
            excerpt(problem.place());
        }
        out.append("      ").append(better).append(": ").append(problem.expected()).append('\n');
        problem.hint().ifPresent(hint -> out.append("      hint: ").append(hint).append('\n'));
        out.append('\n');
    }

    private void excerpt(Place place) {
        int[] line = place.excerpt().codePoints().toArray();
        int from = place.caret() > WIDTH_MAX ? place.caret() - WIDTH_MAX / 2 : 0;
        int to = Math.min(line.length, from + WIDTH_MAX);
        int start = Math.min(from, to);
        out.append("%5d | ".formatted(place.line()))
                .append(new String(line, start, to - start))
                .append('\n')
                .append("      | ")
                .append(" ".repeat(place.caret() - from))
                .append("^\n");
    }
}
