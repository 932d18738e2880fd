package dev.postern.lab.directory;

import java.util.List;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Fills in what was not written.
final class Defaults {

    private Defaults() {}

    /// Gives each key that is missing or null, at any depth, the value it has in `defaults`; a key
    /// without a value there is a problem.
    static void fill(
            JsonNode given, JsonNode defaults, JsonPointer at, List<Tree.PathProblem> problems) {
        if (given instanceof ObjectNode object) {
            defaults.forEachEntry((key, value) -> {
                if (object.hasNonNull(key)) {
                    fill(object.path(key), value, at.appendProperty(key), problems);
                } else if (value.isNull()) {
                    problems.add(new Tree.PathProblem(at, "`" + key + "` is missing"));
                } else {
                    object.set(key, value.deepCopy());
                }
            });
        }
    }
}
