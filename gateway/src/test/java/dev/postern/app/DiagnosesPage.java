package dev.postern.app;

import dev.postern.cli.CheckText;
import dev.postern.control.CheckReport;
import dev.postern.lab.Lab;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The page of the reference with what the doctor says to each complaint, without what is another at
/// each run: ports, hosts and times.
final class DiagnosesPage {

    private static final String HEAD =
            """
            # What the doctor says

            Each way in which Microsoft 365, the network or the settings can be wrong, and what `postern check` says to it. This page is written by the tests,
            which set the lab wrong in each of these ways; `./check --docs` renews it. What a single line means is told by [replies.md](replies.md) and by
            `postern explain`.
            """;

    private DiagnosesPage() {}

    static String of(Map<String, String> sections) {
        return HEAD
                + Complaints.all().stream()
                        .map(complaint -> sections.getOrDefault(complaint.title(), ""))
                        .collect(Collectors.joining());
    }

    static String section(Complaint complaint, CheckReport.Entry entry, Lab.Started lab) {
        CheckReport report =
                new CheckReport(
                        Instant.EPOCH,
                        0,
                        false,
                        List.of(
                                new CheckReport.Entry(
                                        entry.name(),
                                        entry.about(),
                                        entry.verdict(),
                                        entry.steps().stream()
                                                .map(DiagnosesPage::withoutTime)
                                                .toList())));
        String text =
                CheckText.of(report)
                        .replaceAll("localhost:\\d{4,5}", "localhost:PORT")
                        .replaceAll("127\\.0\\.0\\.1:\\d{4,5}", "127.0.0.1:PORT");
        return "\n## " + complaint.title() + "\n\n```\n" + text + "```\n";
    }

    private static CheckReport.Step withoutTime(CheckReport.Step step) {
        return new CheckReport.Step(
                step.name(), step.verdict(), volatileParts(step.text()), 0, step.diagnosis());
    }

    private static String volatileParts(String text) {
        return text.replaceAll("good for \\d+ days \\(until [0-9-]+\\)", "good for a year")
                .replaceAll("\\d+ s apart", "0 s apart")
                .replaceAll("good for \\d+ min", "good for 59 min")
                .replaceAll("UIDVALIDITY \\d+", "UIDVALIDITY 14");
    }
}
