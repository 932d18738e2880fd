package dev.postern.app;

import dev.postern.cli.CheckText;
import dev.postern.control.CheckReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The page of the reference with what the doctor says to each complaint, without what is another
/// at each run: ports, hosts and times.
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

    static String section(Complaint complaint, CheckReport.Entry entry) {
        CheckReport report =
                new CheckReport(
                        Instant.EPOCH,
                        0,
                        false,
                        List.of(
                                new CheckReport.Entry(
                                        steady(entry.name()),
                                        steady(entry.about()),
                                        entry.verdict(),
                                        entry.steps().stream()
                                                .map(DiagnosesPage::steady)
                                                .toList())));
        return "\n## " + complaint.title() + "\n\n```\n" + CheckText.of(report) + "```\n";
    }

    private static CheckReport.Step steady(CheckReport.Step step) {
        return new CheckReport.Step(
                step.name(),
                step.verdict(),
                steady(step.text()),
                0,
                step.diagnosis().map(DiagnosesPage::steady));
    }

    private static CheckReport.Diagnosis steady(CheckReport.Diagnosis one) {
        return new CheckReport.Diagnosis(
                one.code(),
                steady(one.did()),
                steady(one.said()),
                steady(one.meaning()),
                one.certain(),
                one.passes(),
                one.causes().stream()
                        .map(cause ->
                                new CheckReport.Cause(
                                        steady(cause.cause()),
                                        steady(cause.decides()),
                                        steady(cause.mends())))
                        .toList(),
                one.references());
    }

    private static List<CheckReport.Remedy> steady(List<CheckReport.Remedy> remedies) {
        return remedies.stream()
                .map(one ->
                        new CheckReport.Remedy(
                                steady(one.prose()), one.shell(), steady(one.command())))
                .toList();
    }

    private static String steady(String text) {
        return text.replaceAll("(localhost|nowhere\\.invalid|127\\.0\\.0\\.1):\\d{4,5}", "$1:9999")
                .replaceAll(
                        "good for \\d+ days \\(until [0-9-]+\\)",
                        "good for 187 days (until 2027-05-27)")
                .replaceAll("good until [0-9-]+ \\(\\d+ days\\)", "good until 2026-12-11 (20 days)")
                .replaceAll("\\b[0-9] s apart", "0 s apart")
                .replaceAll("good for \\d+ min", "good for 59 min")
                .replaceAll("UIDVALIDITY \\d+", "UIDVALIDITY 14")
                .replaceAll("is (119[5-9]|120[0-5]) s ahead", "is 1200 s ahead")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "2026-11-21T08:00:00Z")
                .replaceAll("on \\d{4}-\\d\\d-\\d\\d\\.", "on 2026-11-20.")
                .replaceAll("lab authority [0-9a-f]{16}", "lab authority 0123456789abcdef")
                .replaceAll("[0-9,]+ MiB free", "40,000 MiB free")
                .replaceAll("sport = :\\d+", "sport = :9999")
                .replaceAll("ended on \\d{4}-\\d\\d-\\d\\d", "ended on 2026-11-20")
                .replaceAll("/tmp/[^ ']*/", "/srv/postern/")
                .replaceAll("postern-check-\\d+", "postern-check-1")
                .replaceAll("08DE[0-9A-F]{12}", "08DE000000000001");
    }
}
