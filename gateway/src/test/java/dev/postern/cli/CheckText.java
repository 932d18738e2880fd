package dev.postern.cli;

import dev.postern.control.CheckReport;

/// The doctor's report as a person reads it, for tests of other packages.
public final class CheckText {

    private CheckText() {}

    public static String of(CheckReport report) {
        StringBuilder text = new StringBuilder();
        new CheckPage(line -> text.append(line).append('\n'), new Look(120, false), true)
                .print(report);
        int summary = text.lastIndexOf("\n\n") + 1;
        return text.substring(0, summary);
    }
}
