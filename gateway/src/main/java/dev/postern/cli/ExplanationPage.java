package dev.postern.cli;

import dev.postern.control.ExplainReport;
import dev.postern.control.ExplainReport.Cause;
import dev.postern.control.ExplainReport.Finding;
import dev.postern.control.ExplainReport.Step;
import java.util.List;
import java.util.function.Consumer;

/// An explanation for people: what it means, then each cause with the commands that decide and
/// mend.
final class ExplanationPage {

    private final Consumer<String> lines;

    ExplanationPage(Consumer<String> lines) {
        this.lines = lines;
    }

    void print(ExplainReport report) {
        boolean more = false;
        for (Finding finding : report.findings()) {
            if (more) {
                lines.accept("");
            }
            print(finding);
            more = true;
        }
        if (report.findings().isEmpty()) {
            lines.accept(
                    "Nothing is known of these words"
                            + (report.facts().isEmpty() ? "." : "; this stands in them:"));
        } else if (!report.facts().isEmpty()) {
            lines.accept("");
        }
        report.facts().forEach(fact -> lines.accept("  " + fact.what() + ": " + fact.words()));
    }

    private void print(Finding finding) {
        lines.accept(finding.code() + "  " + finding.title() + " (" + finding.service() + ")");
        lines.accept(finding.meaning() + (finding.passes() ? " It passes by itself." : ""));
        String head = finding.certain() ? "Cause" : "Likeliest cause";
        for (Cause cause : finding.causes()) {
            lines.accept("");
            lines.accept(head + ": " + cause.cause());
            print("To decide", cause.decides());
            print("To mend it", cause.mends());
            head = "Or";
        }
        if (!finding.references().isEmpty()) {
            lines.accept("");
            finding.references().forEach(page -> lines.accept("See " + page));
        }
    }

    private void print(String head, List<Step> steps) {
        for (Step step : steps) {
            lines.accept("  " + head + ": " + step.prose());
            if (!step.command().isEmpty()) {
                lines.accept("      " + step.command());
            }
        }
    }
}
