package dev.postern.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the campaigns found, as a table for people.
final class Report {

    private static final String ROW = "%-18s %6s %7s %8s %7s %8s %5s %6s %8s %9s %6s";

    private Report() {}

    static List<String> of(Map<String, Campaign.Findings> findings) {
        List<String> lines = new ArrayList<>();
        lines.add(
                ROW.formatted(
                        "scenario",
                        "points",
                        "places",
                        "trouble",
                        "sent",
                        "arrived",
                        "lost",
                        "twice",
                        "counted",
                        "possible",
                        "again"));
        Campaign.Findings all = Campaign.Findings.NONE;
        for (Map.Entry<String, Campaign.Findings> one : findings.entrySet()) {
            lines.add(row(one.getKey(), one.getValue()));
            all = all.plus(one.getValue());
        }
        lines.add(row("in all", all));
        return lines;
    }

    private static String row(String name, Campaign.Findings found) {
        Tally tally = found.tally();
        return ROW.formatted(
                name,
                found.points(),
                found.atPlaces(),
                found.inTrouble(),
                tally.sent(),
                tally.arrived(),
                tally.lost(),
                tally.twice(),
                tally.counted(),
                tally.possible(),
                tally.again());
    }
}
