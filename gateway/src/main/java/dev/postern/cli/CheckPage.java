package dev.postern.cli;

import dev.postern.control.CheckReport;
import dev.postern.control.CheckReport.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The doctor's report as a person reads it: each entry with its steps; below them what is wrong,
/// and what to paste. Trouble that is the same at several entries is explained once. Used once.
final class CheckPage {

    private static final String INDENT = "      ";
    private static final int NAME_WIDTH = 15;

    private final Consumer<String> lines;
    private final Look look;
    private final boolean verbose;
    private final Map<CheckReport.Diagnosis, String> told = new LinkedHashMap<>();

    /// @param verbose whether entries that are well are shown step by step
    CheckPage(Consumer<String> lines, Look look, boolean verbose) {
        this.lines = lines;
        this.look = look;
        this.verbose = verbose;
    }

    void print(CheckReport report) {
        report.entries().forEach(this::entry);
        lines.accept(summary(report));
    }

    private void entry(CheckReport.Entry entry) {
        boolean well = entry.verdict() == Verdict.FINE || entry.verdict() == Verdict.UNKNOWN;
        lines.accept(
                "%s %s  %s"
                        .formatted(
                                mark(entry.verdict()),
                                look.painted(entry.name(), Look.Colour.BOLD),
                                entry.about()));
        if (well && !verbose) {
            String steps =
                    String.join(
                            " · ",
                            entry.steps().stream()
                                    .map(step ->
                                            step.verdict() == Verdict.UNKNOWN
                                                    ? step.name() + "?"
                                                    : step.name())
                                    .toList());
            long millis = entry.steps().stream().mapToLong(CheckReport.Step::millis).sum();
            wrapped("    ", steps + " · " + millis + " ms");
        } else {
            entry.steps().forEach(step -> step(entry, step));
        }
        lines.accept("");
    }

    private void step(CheckReport.Entry entry, CheckReport.Step step) {
        if (step.verdict() == Verdict.NOT_REACHED) {
            lines.accept(
                    look.painted(
                            "    · %s not reached".formatted(padded(step.name())),
                            Look.Colour.FAINT));
            return;
        }
        String head = "    %s %s ".formatted(mark(step.verdict()), padded(step.name()));
        String time = step.millis() > 0 ? " (%d ms)".formatted(step.millis()) : "";
        hanging(head, NAME_WIDTH + 7, step.text() + time);
        step.diagnosis().ifPresent(diagnosis -> diagnosis(entry, diagnosis));
    }

    private static String padded(String name) {
        return name + " ".repeat(Math.max(0, NAME_WIDTH - name.length()));
    }

    private void diagnosis(CheckReport.Entry entry, CheckReport.Diagnosis diagnosis) {
        Optional<String> before = Optional.ofNullable(told.putIfAbsent(diagnosis, entry.name()));
        if (before.isPresent()) {
            wrapped(INDENT, "The same as at %s, above.".formatted(before.get()));
            return;
        }
        wrapped(INDENT, diagnosis.did());
        if (!diagnosis.said().isEmpty()) {
            hanging(INDENT + "It said:  ", INDENT.length() + 10, diagnosis.said());
        }
        hanging(
                INDENT + "It means: ",
                INDENT.length() + 10,
                "%s (%s)".formatted(diagnosis.meaning(), diagnosis.code()));
        for (int i = 0; i < diagnosis.causes().size(); i++) {
            String label = i > 0 ? "Or: " : diagnosis.certain() ? "The cause: " : "Likeliest: ";
            cause(label, diagnosis.causes().get(i));
        }
        if (diagnosis.passes()) {
            wrapped(INDENT, "It passes by itself.");
        }
        diagnosis.references().forEach(page -> lines.accept(INDENT + page));
    }

    private void cause(String label, CheckReport.Cause cause) {
        hanging(
                INDENT + look.painted(label, Look.Colour.BOLD),
                INDENT.length() + label.length(),
                cause.cause());
        cause.decides().forEach(remedy -> remedy("  To tell: ", remedy));
        cause.mends().forEach(remedy -> remedy("  To mend: ", remedy));
    }

    /// A command stands alone on its line, whole, so that it can be pasted.
    private void remedy(String label, CheckReport.Remedy remedy) {
        String shell =
                switch (remedy.shell()) {
                    case "powershell" -> " (Exchange Online PowerShell)";
                    case "bash" -> " (shell)";
                    default -> "";
                };
        hanging(INDENT + label, INDENT.length() + label.length(), remedy.prose() + shell);
        if (!remedy.command().isEmpty()) {
            remedy.command()
                    .lines()
                    .forEach(line ->
                            lines.accept(INDENT + "    " + look.painted(line, Look.Colour.YELLOW)));
        }
    }

    private String mark(Verdict verdict) {
        return switch (verdict) {
            case FINE -> look.painted("✓", Look.Colour.GREEN);
            case UNKNOWN -> look.painted("?", Look.Colour.FAINT);
            case NOT_REACHED -> "·";
            case WARNING -> look.painted("!", Look.Colour.YELLOW);
            case FAILED -> look.painted("✗", Look.Colour.RED);
        };
    }

    private static String summary(CheckReport report) {
        long failed = count(report, Verdict.FAILED);
        long warned = count(report, Verdict.WARNING);
        String head =
                failed == 0
                        ? "All %d entries work".formatted(report.entries().size())
                        : "%d of %d entries do not work".formatted(failed, report.entries().size());
        String more = warned == 0 ? "" : "; a person should look at %d".formatted(warned);
        return "%s%s. %.1f s".formatted(head, more, report.millis() / 1000.0);
    }

    private static long count(CheckReport report, Verdict verdict) {
        return report.entries().stream().filter(entry -> entry.verdict() == verdict).count();
    }

    private void wrapped(String indent, String text) {
        hanging(indent, indent.length(), text);
    }

    /// Prints text after a head, and its further lines below the text.
    ///
    /// @param column where the text begins, colours not counted
    private void hanging(String head, int column, String text) {
        List<String> parts = broken(text, Math.max(20, look.width() - column));
        lines.accept((head + parts.getFirst()).stripTrailing());
        parts.stream().skip(1).forEach(part -> lines.accept(" ".repeat(column) + part));
    }

    private static List<String> broken(String text, int width) {
        List<String> parts = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                parts.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        parts.add(line.toString());
        return parts;
    }
}
