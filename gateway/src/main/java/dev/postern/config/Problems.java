package dev.postern.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Collects what one load finds. Confined to the thread that loads.
///
/// What may be shown of a line is known only at the end, so lines are quoted by [#errors] and
/// [#warnings] rather than when something is found.
final class Problems {

    private static final int SHOWN_MAX = 100;

    private final List<Finding> errors = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();
    private int left;

    /// @param key path of keys, or empty
    /// @param hint empty if there is none
    private record Finding(Spot spot, String key, String text, String expected, String hint) {}

    void error(Spot spot, String key, String text, String expected, String hint) {
        add(errors, new Finding(spot, key, text, expected, hint));
    }

    void warn(Spot spot, String key, String text, String expected, String hint) {
        add(warnings, new Finding(spot, key, text, expected, hint));
    }

    private void add(List<Finding> findings, Finding finding) {
        if (findings.size() < SHOWN_MAX) {
            // An anchor's node is met once for each of its aliases.
            if (!findings.contains(finding)) {
                findings.add(finding);
            }
        } else {
            left++;
        }
    }

    boolean none() {
        return errors.isEmpty();
    }

    /// How many problems were found beyond those that are shown.
    int left() {
        return left;
    }

    List<Problem> errors(Source source, Veil veil) {
        return shown(errors, source, veil);
    }

    List<Problem> warnings(Source source, Veil veil) {
        return shown(warnings, source, veil);
    }

    private static List<Problem> shown(List<Finding> findings, Source source, Veil veil) {
        return findings.stream()
                .sorted(
                        Comparator.comparingInt((Finding f) -> f.spot.line())
                                .thenComparingInt(f -> f.spot.column()))
                .map(finding -> shown(finding, source, veil))
                .toList();
    }

    private static Problem shown(Finding finding, Source source, Veil veil) {
        Optional<String> hint =
                finding.hint.isEmpty() ? Optional.empty() : Optional.of(veil.text(finding.hint));
        return new Problem(
                place(finding.spot, source, veil),
                veil.text(finding.key),
                veil.text(finding.text),
                finding.expected,
                hint);
    }

    private static Place place(Spot spot, Source source, Veil veil) {
        if (spot.line() < 0) {
            return new Place(source.file(), 0, 0, "", 0);
        }
        Veil.Excerpt excerpt = veil.excerpt(source, spot);
        return new Place(
                source.file(),
                spot.line() + 1,
                spot.column() + 1,
                veil.text(Printable.line(excerpt.text())),
                excerpt.caret());
    }
}
