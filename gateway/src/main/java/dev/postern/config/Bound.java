package dev.postern.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the [Binder] learns beside the values: where each key is, who names whom, and what is wrong
/// with it. Confined to the thread that loads.
final class Bound {

    private final Problems problems;
    private final Map<String, Spot> spots = new LinkedHashMap<>();
    private final List<Reference> references = new ArrayList<>();

    /// A value that names an entry.
    ///
    /// @param root the root key whose entries it names
    record Reference(String root, String name, String key) {}

    Bound(Problems problems) {
        this.problems = problems;
    }

    void error(String key, String text, String expected, String hint) {
        problems.error(spot(key), key, text, expected, hint);
    }

    void warn(String key, String text, String expected, String hint) {
        problems.warn(spot(key), key, text, expected, hint);
    }

    /// Whether nothing was found to be wrong up to now.
    boolean sound() {
        return problems.none();
    }

    void at(String key, Spot spot) {
        spots.putIfAbsent(key, spot);
    }

    void refers(Reference reference) {
        references.add(reference);
    }

    List<Reference> references() {
        return List.copyOf(references);
    }

    /// Whether the key is in the file; a default's is not.
    boolean has(String key) {
        return spots.containsKey(key);
    }

    /// Where the key is, or else the nearest key that holds it.
    Spot spot(String key) {
        String at = key;
        while (!at.isEmpty()) {
            Optional<Spot> spot = Optional.ofNullable(spots.get(at));
            if (spot.isPresent()) {
                return spot.get();
            }
            at = at.substring(0, Math.max(at.lastIndexOf('.'), 0));
        }
        return Spot.WHOLE;
    }

    /// Names of the entries under a root key, whether or not they could be bound.
    List<String> names(String root) {
        String prefix = root + ".";
        return spots.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()))
                .filter(key -> key.indexOf('.') < 0 && key.indexOf('[') < 0)
                .toList();
    }
}
