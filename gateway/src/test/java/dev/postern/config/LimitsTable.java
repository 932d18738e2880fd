package dev.postern.config;

import java.util.List;
import java.util.function.Function;

/// Writes tables of limits.
final class LimitsTable {

    private final StringBuilder text;

    LimitsTable(StringBuilder text) {
        this.text = text;
    }

    void section(String title) {
        text.append("\n## ")
                .append(title)
                .append("\n\n| what | limit | setting | from |\n|---|---|---|---|\n");
    }

    void setting(String what, String usual, String setting, String from) {
        row(
                what,
                usual.replaceFirst("^(\\d+)(MiB|KiB|GiB|ms|s|m|h|d)$", "$1 $2")
                        .replaceFirst(" m$", " min"),
                setting,
                from);
    }

    void octets(String what, String figure, String from) {
        figure(what, Figures::octets, figure, "–", from);
    }

    void count(String what, String figure, String from) {
        count(what, figure, "–", from);
    }

    void count(String what, String figure, String setting, String from) {
        figure(what, Figures::count, figure, setting, from);
    }

    void time(String what, String figure, String from) {
        time(what, figure, "–", from);
    }

    void time(String what, String figure, String setting, String from) {
        figure(what, Figures::time, figure, setting, from);
    }

    private void figure(
            String what,
            Function<Object, String> written,
            String figure,
            String setting,
            String from) {
        row(what, written.apply(Figures.of(figure)), setting, from);
    }

    void row(String what, String limit, String setting, String from) {
        text.append("| ")
                .append(String.join(" | ", List.of(what, limit, setting, from)))
                .append(" |\n");
    }
}
