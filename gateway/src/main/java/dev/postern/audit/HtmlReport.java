package dev.postern.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The findings as one page that needs nothing else: no script, no picture from elsewhere, nothing
/// sent anywhere. It follows the reader's light or dark mode and prints in black on white.
public final class HtmlReport {

    /// More than a person reads; the rest is in the table for programs.
    private static final int ROWS_MAX = 500;

    private static final int TOP = 10;
    private static final int NAMES_MAX = 40;

    private final Audit audit;
    private final Texts texts;

    private HtmlReport(Audit audit, Texts texts) {
        this.audit = audit;
        this.texts = texts;
    }

    public static void write(Audit audit, Texts texts, Writer to) throws IOException {
        to.write(new HtmlReport(audit, texts).page());
        to.flush();
    }

    private String page() throws IOException {
        Html page = new Html();
        page.raw("<!DOCTYPE html>\n<html lang=\"" + Html.escaped(texts.language()) + "\">\n");
        String style = style();
        page.in(
                "head",
                head ->
                        head.raw("<meta charset=\"utf-8\">\n")
                                .raw("<meta name=\"viewport\" content=\"width=device-width\">\n")
                                .raw(
                                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
                                .in("title", texts.say("title"))
                                .in("style", inside -> inside.raw(style)));
        page.in(
                "body",
                body -> {
                    summary(body);
                    charts(body);
                    progress(body);
                    findings(body);
                    files(body);
                });
        return page.raw("</html>\n").toString();
    }

    private static String style() throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IOException("the style sheet is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void summary(Html body) {
        Map<Authentication, Long> messages = audit.messages();
        body.in("h1", texts.say("title"));
        body.in(
                "p.lead",
                texts.say("summary", audit.count(State.BASIC))
                        + " "
                        + texts.say(
                                "summary.messages",
                                messages.getOrDefault(Authentication.BASIC, 0L),
                                messages.getOrDefault(Authentication.OAUTH, 0L),
                                messages.getOrDefault(Authentication.UNKNOWN, 0L)));
        body.in("p", texts.say("timeline"));
        body.in("p.small", texts.say("made", texts.day(audit.at())));
    }

    private void charts(Html body) {
        body.in(
                "section.charts",
                section -> {
                    figure(
                            section,
                            "chart.states",
                            Stream.of(State.values())
                                    .filter(state -> audit.count(state) > 0)
                                    .map(state ->
                                            new Chart.Bar(
                                                    texts.say("state." + state),
                                                    audit.count(state),
                                                    number(audit.count(state)),
                                                    style(state)))
                                    .toList());
                    Map<Authentication, Long> messages = audit.messages();
                    figure(
                            section,
                            "chart.messages",
                            List.of(
                                    bar(
                                            "password",
                                            messages.getOrDefault(Authentication.BASIC, 0L),
                                            "basic"),
                                    bar(
                                            "oauth",
                                            messages.getOrDefault(Authentication.OAUTH, 0L),
                                            "good"),
                                    bar(
                                            "unknown",
                                            messages.getOrDefault(Authentication.UNKNOWN, 0L),
                                            "unclear")));
                    List<Chart.Bar> top = top();
                    if (!top.isEmpty()) {
                        figure(section, "chart.top", top);
                    }
                });
    }

    private Chart.Bar bar(String key, long value, String style) {
        return new Chart.Bar(texts.say(key), value, number(value), style);
    }

    private List<Chart.Bar> top() {
        return audit.findings()
                .takeWhile(finding -> finding.state() == State.BASIC)
                .limit(TOP)
                .map(finding -> {
                    long messages = finding.sender().traffic().messages(Authentication.BASIC);
                    return new Chart.Bar(
                            finding.sender().address(), messages, number(messages), "basic");
                })
                .filter(bar -> bar.value() > 0)
                .toList();
    }

    private void figure(Html section, String title, List<Chart.Bar> bars) {
        section.in(
                "figure",
                figure ->
                        figure.in("figcaption", texts.say(title))
                                .raw(Chart.bars(texts.say(title), bars)));
    }

    private String number(long value) {
        return texts.say("number", value);
    }

    private static String style(State state) {
        return switch (state) {
            case BASIC -> "basic";
            case UNCLEAR -> "unclear";
            case OPEN -> "open";
            case MOVED, OAUTH -> "good";
            case QUIET -> "quiet";
        };
    }

    private void progress(Html body) {
        List<Runs.Run> runs = audit.runs();
        body.in(
                "section",
                section -> {
                    section.in("h2", texts.say("chart.progress"));
                    if (runs.size() < 2) {
                        section.in("p", texts.say("chart.progress.one"));
                        return;
                    }
                    section.in(
                            "figure",
                            figure ->
                                    figure.raw(
                                            Chart.line(
                                                    texts.say("chart.progress"),
                                                    runs.stream()
                                                            .map(run ->
                                                                    new Chart.Point(
                                                                            texts.day(run.at()),
                                                                            run.count(State.BASIC)))
                                                            .toList())));
                    Instant before = runs.get(runs.size() - 2).at();
                    section.in("p", texts.say("since", texts.day(before)) + ":");
                    section.in(
                            "ul",
                            list ->
                                    list.in("li", texts.say("gone") + ": " + names(audit.gone()))
                                            .in(
                                                    "li",
                                                    texts.say("come")
                                                            + ": "
                                                            + names(audit.come())));
                });
    }

    private String names(List<String> addresses) {
        if (addresses.isEmpty()) {
            return texts.say("none");
        }
        String shown =
                String.join(", ", addresses.subList(0, Math.min(NAMES_MAX, addresses.size())));
        return addresses.size() > NAMES_MAX ? shown + ", …" : shown;
    }

    private void findings(Html body) {
        List<Finding> shown =
                audit.findings()
                        .takeWhile(finding -> finding.state() != State.QUIET)
                        .limit(ROWS_MAX)
                        .toList();
        body.in("h2", texts.say("todo"));
        body.in(
                "dl.legend",
                list -> {
                    for (State state : State.values()) {
                        if (audit.count(state) > 0) {
                            list.in("dt", dt -> badge(dt, state));
                            list.in("dd", texts.say("state." + state + ".long"));
                        }
                    }
                });
        if (!shown.isEmpty()) {
            body.in(
                    "table",
                    table -> {
                        table.in(
                                "thead",
                                head ->
                                        head.headers(
                                                Stream.of(
                                                                "address",
                                                                "state",
                                                                "messages",
                                                                "signins",
                                                                "last",
                                                                "exposure",
                                                                "why")
                                                        .map(key -> texts.say("head." + key))
                                                        .toList()));
                        table.in("tbody", rows -> shown.forEach(finding -> row(rows, finding)));
                    });
        }
        long left = audit.addresses() - audit.count(State.QUIET) - shown.size();
        if (left > 0) {
            body.in("p", texts.say("more", left));
        }
    }

    private void badge(Html at, State state) {
        at.in("span.badge " + style(state), texts.say("state." + state));
    }

    private void row(Html rows, Finding finding) {
        Sender.Traffic seen = finding.sender().traffic();
        rows.in(
                "tr",
                row -> {
                    row.in("td.address", finding.sender().address());
                    row.in("td", cell -> badge(cell, finding.state()));
                    row.in("td.number", number(seen.messages()));
                    row.in("td.number", number(seen.signIns()));
                    row.in("td.day", seen.last().map(texts::day).orElse(""));
                    row.in("td", exposure(finding.exposure()));
                    row.in("td.why", cell -> why(cell, finding));
                });
    }

    private String exposure(Exposure exposure) {
        String open =
                exposure.open()
                        .map(is -> is ? "exposure.open" : "exposure.closed")
                        .orElse("exposure.unknown");
        return texts.say(open) + ", " + texts.say("exposure." + exposure.mailbox());
    }

    private void why(Html cell, Finding finding) {
        if (finding.way() != Way.NOTHING) {
            cell.in("strong", texts.say("way." + finding.way()));
            if (!finding.others().isEmpty()) {
                List<String> others =
                        finding.others().stream().map(way -> texts.say("way." + way)).toList();
                cell.text(
                        " ("
                                + texts.say("head.alternatives")
                                + " "
                                + String.join(", ", others)
                                + ")");
            }
            cell.raw("<br>");
        }
        List<String> reasons = new ArrayList<>();
        finding.reasons().forEach(reason -> reasons.add(texts.say(reason)));
        cell.text(String.join(" ", reasons));
        if (!finding.sender().traffic().origins().isEmpty()) {
            cell.text(
                    " "
                            + texts.say("head.from")
                            + ": "
                            + String.join(", ", finding.sender().traffic().origins())
                            + ".");
        }
        Remedy remedy = Remedy.of(finding);
        if (!remedy.commands().isEmpty()) {
            cell.in(
                    "details",
                    details -> {
                        details.in("summary", texts.say("head.way"));
                        remedy.commands().forEach(command -> details.in("pre", command.line()));
                        remedy.settings()
                                .ifPresent(settings ->
                                        details.in("p.small", "postern.yaml").in("pre", settings));
                    });
        }
    }

    private void files(Html body) {
        body.in("h2", texts.say("files"));
        for (FileReport file : audit.files()) {
            body.in("h3", file.name());
            body.in(
                    "p",
                    file.kind().title()
                            + ". "
                            + texts.say("file.rows", file.rows(), file.left(), file.form())
                            + ".");
            file.remarks().forEach(remark -> body.in("p.remark", remark));
            body.in(
                    "table.columns",
                    table -> {
                        table.headers(List.of(texts.say("column"), texts.say("meaning")));
                        file.columns()
                                .forEach(column ->
                                        table.in(
                                                "tr",
                                                row ->
                                                        row.in("td", column.header())
                                                                .in(
                                                                        "td",
                                                                        column.meaning()
                                                                                .map(Column::title)
                                                                                .orElse(
                                                                                        texts.say(
                                                                                                "file.unused")))));
                    });
        }
    }
}
