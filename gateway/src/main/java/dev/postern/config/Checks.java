package dev.postern.config;

import java.util.Map;

/// Looks at what only several keys together, or the machine, can tell.
final class Checks {

    private final Map<String, Object> sections;
    private final Bound bound;
    private final Problems problems;

    Checks(Map<String, Object> sections, Bound bound, Problems problems) {
        this.sections = sections;
        this.bound = bound;
        this.problems = problems;
    }

    void run() {
        references();
    }

    private void references() {
        for (Bound.Reference reference : bound.references()) {
            var names = bound.names(reference.root());
            if (!names.contains(reference.name())) {
                problems.error(
                        reference.spot(),
                        reference.key(),
                        "there is no "
                                + Printable.quote(reference.name())
                                + " under `"
                                + reference.root()
                                + "`",
                        names.isEmpty()
                                ? "an entry under `" + reference.root() + "`"
                                : "one of " + String.join(", ", names),
                        Nearest.hint(reference.name(), names));
            }
        }
    }
}
