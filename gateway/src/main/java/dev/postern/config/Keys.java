package dev.postern.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// The keys of one mapping, each of which must be taken once. Confined to the thread that loads.
final class Keys {

    private static final Pattern WORD = Pattern.compile("[A-Za-z][\\w-]{0,40}");

    private final String path;
    private final Problems problems;
    private final TreeVeil veil;
    private final Map<String, NodeTuple> left = new LinkedHashMap<>();

    /// @param path of the mapping itself
    Keys(MappingNode mapping, String path, Problems problems, TreeVeil veil) {
        this.path = path;
        this.problems = problems;
        this.veil = veil;
        mapping.getValue().forEach(this::put);
    }

    private void put(NodeTuple tuple) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            problems.error(
                    Spot.of(tuple.getKeyNode()),
                    path,
                    "a key that is a list or a mapping",
                    "a name as a key",
                    "a value that starts with { or [ needs quotes");
            return;
        }
        NodeTuple first = left.putIfAbsent(key.getValue(), tuple);
        if (first != null) {
            String name = shown(tuple);
            problems.error(
                    Spot.of(key),
                    path(name),
                    "the key " + Printable.quote(name) + " is here twice",
                    "each key once",
                    "the first is in line " + (Spot.of(first.getKeyNode()).line() + 1));
        }
    }

    Set<String> names() {
        return left.keySet();
    }

    /// Takes a key that belongs here.
    Optional<NodeTuple> take(String name) {
        NodeTuple tuple = left.remove(name);
        if (tuple != null) {
            veil.harmless(tuple.getKeyNode());
        }
        return Optional.ofNullable(tuple);
    }

    /// Reports what was not taken.
    ///
    /// @param known keys that belong here
    /// @param later keys that will
    void refuseRest(List<String> known, List<String> later) {
        for (Map.Entry<String, NodeTuple> entry : left.entrySet()) {
            Node key = entry.getValue().getKeyNode();
            String name = shown(entry.getValue());
            if (later.contains(name)) {
                veil.harmless(key);
                problems.error(
                        Spot.of(key),
                        path(name),
                        Printable.quote(name) + " is not available in this version",
                        "a file without it",
                        "it is planned; nothing would work that it asks for");
                continue;
            }
            problems.error(
                    Spot.of(key),
                    path(name),
                    "unknown key " + Printable.quote(name),
                    "one of " + String.join(", ", known),
                    hint(entry.getKey(), name, known));
        }
        left.clear();
    }

    /// Reports what was not taken, where the keys are names of the user's choice.
    void refuseNames() {
        for (NodeTuple tuple : left.values()) {
            if (tuple.getValueNode() instanceof MappingNode) {
                veil.harmless(tuple.getKeyNode());
            }
            String name = shown(tuple);
            problems.error(
                    Spot.of(tuple.getKeyNode()),
                    path(name),
                    "a name with characters that names cannot have",
                    "letters, digits, `_` and `-`, at most 64, the first a letter or a digit",
                    "");
        }
        left.clear();
    }

    private static String hint(String written, String name, List<String> known) {
        if (written.equals("<<")) {
            return "merge keys are not understood; an alias (*name) for a whole value is";
        }
        if (written.contains(":")) {
            return "a space is missing after the `:`";
        }
        return Nearest.hint(name, known);
    }

    /// The key if it looks like one: anything else may be a value that lost its key.
    private String shown(NodeTuple tuple) {
        String key = ((ScalarNode) tuple.getKeyNode()).getValue();
        String name = key.contains(":") ? key.substring(0, key.indexOf(':')) : key;
        boolean bare = name.equals(key) && tuple.getValueNode().getTag().equals(Tag.NULL);
        if (!WORD.matcher(name).matches() || bare) {
            return Veil.MASK;
        }
        if (name.equals(key)) {
            veil.harmless(tuple.getKeyNode());
        }
        return name;
    }

    private String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
