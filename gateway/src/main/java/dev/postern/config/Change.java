package dev.postern.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What differs between two loaded settings.
///
/// Secrets count as they are written: a new content of the same file is no change, as it is read
/// anew anyway. An entry counts as changed if its own keys are; what it refers to is told apart.
///
/// @param others root keys that hold no entries and differ: `data`, `queue`, `log`, …
public record Change(Names tenants, Names collect, Names destinations, List<String> others) {

    /// Keys that count only when the service starts.
    private static final Set<String> AT_START = Set.of("data", "control");

    public Change {
        others = List.copyOf(others);
    }

    /// Names of entries, in the order of their file.
    public record Names(Set<String> added, Set<String> removed, Set<String> changed) {

        public Names {
            added = Copies.inOrder(added);
            removed = Copies.inOrder(removed);
            changed = Copies.inOrder(changed);
        }

        public boolean none() {
            return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
        }

        private static <T> Names between(Map<String, T> before, Map<String, T> after) {
            var added = new LinkedHashSet<>(after.keySet());
            added.removeAll(before.keySet());
            var removed = new LinkedHashSet<>(before.keySet());
            removed.removeAll(after.keySet());
            var changed = new LinkedHashSet<>(after.keySet());
            changed.removeIf(name ->
                    added.contains(name) || Objects.equals(before.get(name), after.get(name)));
            return new Names(added, removed, changed);
        }
    }

    public static Change between(Settings before, Settings after) {
        var others = new ArrayList<String>();
        compare("data", before.data(), after.data(), others);
        compare("queue", before.queue(), after.queue(), others);
        compare("history", before.history(), after.history(), others);
        compare("log", before.log(), after.log(), others);
        compare("control", before.control(), after.control(), others);
        return new Change(
                Names.between(before.tenants(), after.tenants()),
                Names.between(before.collect(), after.collect()),
                Names.between(before.destinations(), after.destinations()),
                others);
    }

    private static void compare(String key, Object before, Object after, List<String> others) {
        if (!before.equals(after)) {
            others.add(key);
        }
    }

    /// Whether nothing differs.
    public boolean none() {
        return tenants.none() && collect.none() && destinations.none() && others.isEmpty();
    }

    /// What differs and counts only after the service has been started anew.
    public List<String> afterRestart() {
        return others.stream().filter(AT_START::contains).toList();
    }
}
