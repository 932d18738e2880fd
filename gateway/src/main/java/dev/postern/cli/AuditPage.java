package dev.postern.cli;

import dev.postern.control.AuditReport;
import dev.postern.control.AuditReport.Address;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// An audit as a person reads it in a terminal. Used by one thread.
final class AuditPage {

    private static final int NAMES_MAX = 10;

    private final Terminal terminal;

    AuditPage(Terminal terminal) {
        this.terminal = terminal;
    }

    /// @param all whether addresses were asked for that nothing was seen of
    void print(AuditReport report, boolean all) {
        report.files().forEach(this::file);
        report.addresses().forEach(this::address);
        long left =
                sum(report.counts())
                        - (all ? 0 : report.counts().getOrDefault("QUIET", 0L))
                        - report.addresses().size();
        if (left > 0) {
            terminal.say(left + " more: see --limit N, or write all of them by --csv FILE");
        }
        progress(report);
        terminal.say(
                report.counts().entrySet().stream()
                        .map(count ->
                                count.getValue() + " " + count.getKey().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ", "addresses: ", "")));
    }

    private void file(AuditReport.File file) {
        terminal.say(
                "%s: %s; %s; rows: %d, left out: %d"
                        .formatted(
                                file.name(), file.kind(), file.form(), file.rows(), file.left()));
        terminal.say(
                "    read as "
                        + file.columns().entrySet().stream()
                                .filter(column -> !column.getValue().isEmpty())
                                .map(column -> column.getKey() + " = " + column.getValue())
                                .collect(Collectors.joining(", ")));
        String unused =
                file.columns().entrySet().stream()
                        .filter(column -> column.getValue().isEmpty())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.joining(", "));
        if (!unused.isEmpty()) {
            terminal.say("    not used: " + unused);
        }
        file.remarks().forEach(remark -> terminal.say("    note: " + remark));
    }

    private void address(Address address) {
        terminal.print(
                "%-8s %-40s %8d messages %6d sign-ins  last %s  SMTP AUTH %s"
                        .formatted(
                                address.state().toLowerCase(Locale.ROOT),
                                address.address(),
                                sum(address.messages()),
                                sum(address.signIns()),
                                address.lastSeen().map(AuditPage::day).orElse("-"),
                                open(address.smtpAuthOpen())));
        if (!address.reasons().isEmpty()) {
            terminal.print("         " + String.join(" ", address.reasons()));
        }
        if (!address.way().equals("NOTHING")) {
            terminal.print("         → " + way(address));
        }
        address.commands().forEach(command -> terminal.print("           " + command.line()));
    }

    private static String way(Address address) {
        String others =
                address.others().stream().map(AuditPage::words).collect(Collectors.joining(", "));
        return words(address.way()) + (others.isEmpty() ? "" : " (or " + others + ")");
    }

    private static String words(String way) {
        return switch (way) {
            case "OAUTH" -> "teach the program OAuth";
            case "RELAY" -> "send through Postern";
            case "PROXY" -> "Postern's proxy";
            case "HVE" -> "High Volume Email";
            case "ACS" -> "Azure Communication Services";
            case "GRAPH" -> "Microsoft Graph";
            case "ON_PREMISES" -> "a mail server of your own";
            case "SWITCH_OFF" -> "switch it off";
            case "ASK" -> "find out more";
            default -> way.toLowerCase(Locale.ROOT);
        };
    }

    private void progress(AuditReport report) {
        if (report.runs().size() < 2) {
            return;
        }
        AuditReport.Run before = report.runs().get(report.runs().size() - 2);
        terminal.say(
                "since %s: %d addresses with a password, now %d"
                        .formatted(
                                day(before.at()),
                                before.counts().getOrDefault("BASIC", 0L),
                                report.counts().getOrDefault("BASIC", 0L)));
        names("    no longer", report.gone());
        names("    new", report.come());
    }

    private void names(String what, List<String> names) {
        if (!names.isEmpty()) {
            terminal.say(
                    what
                            + ": "
                            + String.join(", ", names.subList(0, Math.min(NAMES_MAX, names.size())))
                            + (names.size() > NAMES_MAX
                                    ? " and %d more".formatted(names.size() - NAMES_MAX)
                                    : ""));
        }
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String day(Instant moment) {
        return moment.truncatedTo(ChronoUnit.DAYS).toString().substring(0, 10);
    }

    private static String open(Optional<Boolean> open) {
        return open.map(is -> is ? "open" : "closed").orElse("not known");
    }
}
