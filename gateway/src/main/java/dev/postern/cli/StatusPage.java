package dev.postern.cli;

import dev.postern.control.ServiceStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The status as a person reads it: what needs a person first, then tables, in lines of at most
/// [#WIDTH] characters, with what went wrong below the line that it belongs to.
final class StatusPage {

    static final int WIDTH = 100;

    private static final String INDENT = "    ";

    private final Consumer<String> lines;

    StatusPage(Consumer<String> lines) {
        this.lines = lines;
    }

    void print(ServiceStatus status) {
        lines.accept(
                "postern %s, process %d, running for %s: %s"
                        .formatted(
                                status.version(),
                                status.pid(),
                                span(status.started(), status.at()),
                                status.healthy() ? "all is well" : "A PERSON MUST ACT"));
        for (ServiceStatus.Alarm alarm : status.alarms()) {
            lines.accept("");
            lines.accept(
                    "ALARM  %s, for %s"
                            .formatted(alarm.subject(), span(alarm.since(), status.at())));
            wrapped(alarm.text());
        }
        mailboxes(status);
        listeners(status);
        destinations(status);
        tokens(status);
        lines.accept("");
        lines.accept(queue(status));
    }

    private void mailboxes(ServiceStatus status) {
        if (status.mailboxes().isEmpty()) {
            return;
        }
        head("MAILBOX", "STATE", "LAST SUCCESS", "NEXT VISIT", "LEFT");
        for (ServiceStatus.Mailbox one : status.mailboxes()) {
            row(
                    one.name(),
                    one.silent() ? "SILENT" : one.activity(),
                    one.lastSuccess().map(then -> span(then, status.at()) + " ago").orElse("never"),
                    one.next().isAfter(status.at()) ? "in " + span(status.at(), one.next()) : "now",
                    one.left());
            one.trouble()
                    .ifPresent(words -> wrapped("failed " + times(one.failures()) + ": " + words));
        }
    }

    private void listeners(ServiceStatus status) {
        if (status.listeners().isEmpty()) {
            return;
        }
        head("LISTENER", "", "SESSIONS", "TURNED AWAY", "");
        for (ServiceStatus.Listener one : status.listeners()) {
            row(one.listen(), "", one.sessions(), one.turnedAway(), "");
        }
    }

    private void destinations(ServiceStatus status) {
        if (status.destinations().isEmpty()) {
            return;
        }
        head("DESTINATION", "STATE", "WAITING", "PARKED", "");
        for (ServiceStatus.Destination one : status.destinations()) {
            row(one.name(), one.state(), one.waiting(), one.parked(), "");
            one.trouble().ifPresent(this::wrapped);
        }
    }

    private void tokens(ServiceStatus status) {
        if (status.tokens().isEmpty()) {
            return;
        }
        head("TENANT", "", "TOKEN ENDS", "SECRET ENDS", "");
        for (ServiceStatus.Token one : status.tokens()) {
            row(
                    one.tenant(),
                    "",
                    one.expires().map(end -> "in " + span(status.at(), end)).orElse("none"),
                    one.secretExpires().map(StatusPage::day).orElse(""),
                    "");
            one.trouble().ifPresent(this::wrapped);
        }
    }

    private static String queue(ServiceStatus status) {
        String counts =
                status.queue().entrySet().stream()
                        .sorted(java.util.Map.Entry.comparingByKey())
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .collect(Collectors.joining(", "));
        Optional<String> oldest =
                status.oldestWaiting()
                        .map(since -> "; the oldest has waited for " + span(since, status.at()));
        String unclear =
                status.unclear() == 0 ? "" : "; " + status.unclear() + " may have arrived twice";
        return "QUEUE  " + (counts.isEmpty() ? "empty" : counts) + oldest.orElse("") + unclear;
    }

    private void head(Object... cells) {
        lines.accept("");
        row(cells);
    }

    private void row(Object... cells) {
        lines.accept("%-20s %-10s %12s %14s %8s".formatted(cells).stripTrailing());
    }

    /// Prints words below a row, broken between words where that can be.
    private void wrapped(String text) {
        for (String paragraph : text.lines().toList()) {
            List<String> words = new ArrayList<>(List.of(paragraph.strip().split(" +", -1)));
            StringBuilder line = new StringBuilder(INDENT);
            for (String word : words) {
                if (line.length() > INDENT.length() && line.length() + word.length() + 1 > WIDTH) {
                    lines.accept(line.toString());
                    line = new StringBuilder(INDENT);
                }
                line.append(line.length() > INDENT.length() ? " " : "").append(word);
            }
            lines.accept(line.toString());
        }
    }

    private static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }

    private static String day(Instant end) {
        return end.minusSeconds(1).atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    /// The time between two moments, in one unit.
    static String span(Instant from, Instant to) {
        Duration span = Duration.between(from, to).truncatedTo(ChronoUnit.SECONDS);
        if (span.isNegative()) {
            return "0 s";
        }
        if (span.toMinutes() < 2) {
            return span.toSeconds() + " s";
        }
        if (span.toHours() < 2) {
            return span.toMinutes() + " min";
        }
        return span.toDays() < 2 ? span.toHours() + " h" : span.toDays() + " days";
    }
}
