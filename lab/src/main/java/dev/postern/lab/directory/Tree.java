package dev.postern.lab.directory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A tree that somebody wrote, and on which line each part of it stands. JSON is read too: it is
/// YAML.
public final class Tree {

    private static final int DEPTH_MAX = 20;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String source;
    private final Map<JsonPointer, Integer> lines = new HashMap<>();
    private final JsonNode root;

    private Tree(String source, JsonNode root, Map<JsonPointer, Integer> lines) {
        this.source = source;
        this.root = root;
        this.lines.putAll(lines);
    }

    private Tree(String source, Node top) throws WorldException {
        this.source = source;
        this.root = read(top, JsonPointer.empty());
    }

    /// Reads YAML or JSON.
    ///
    /// @param source a name for it in messages, such as the file's
    public static Tree read(String source, String text) throws WorldException {
        LoadSettings settings = LoadSettings.builder().setLabel(source).build();
        try {
            Node top =
                    new Compose(settings)
                            .composeString(text)
                            .orElseThrow(() -> problem(source, "nothing is written here"));
            return new Tree(source, top);
        } catch (MarkedYamlEngineException e) {
            throw problem(
                    source + e.getProblemMark().map(mark -> ":" + line(mark)).orElse(""),
                    "this is no YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw problem(source, "this is no YAML: " + e.getMessage());
        }
    }

    /// A tree that no text was read for.
    static Tree of(String source, JsonNode root) {
        return new Tree(source, root, Map.of());
    }

    /// The same without this key at the top.
    public Tree without(String key) {
        JsonNode other = root.deepCopy();
        if (other instanceof ObjectNode object) {
            object.remove(key);
        }
        return withRoot(other);
    }

    /// Another tree whose places are on the same lines.
    public Tree withRoot(JsonNode other) {
        return new Tree(source, other, lines);
    }

    public JsonNode root() {
        return root;
    }

    /// The same problems, but by line of this text instead of by path.
    WorldException located(List<PathProblem> problems) {
        return new WorldException(
                problems.stream()
                        .map(problem ->
                                new WorldException.Problem(locate(problem.path()), problem.what()))
                        .toList());
    }

    /// Something wrong at a place in the tree.
    record PathProblem(JsonPointer path, String what) {}

    private String locate(JsonPointer path) {
        JsonPointer known = path;
        while (!lines.containsKey(known) && known.length() > 0) {
            known = known.head();
        }
        Integer line = lines.get(known);
        return source + (line == null ? "" : ":" + line) + (path.length() == 0 ? "" : ": " + path);
    }

    private JsonNode read(Node node, JsonPointer at) throws WorldException {
        node.getStartMark().ifPresent(mark -> lines.putIfAbsent(at, line(mark)));
        if (at.toString().chars().filter(c -> c == '/').count() > DEPTH_MAX) {
            throw located(List.of(new PathProblem(at, "nested more than " + DEPTH_MAX + " deep")));
        }
        return switch (node) {
            case MappingNode mapping -> mapping(mapping, at);
            case SequenceNode sequence -> sequence(sequence, at);
            case ScalarNode scalar -> scalar(scalar);
            default ->
                    throw new IllegalStateException(
                            "YAML has no " + node.getNodeType() + " after composing");
        };
    }

    private ObjectNode mapping(MappingNode mapping, JsonPointer at) throws WorldException {
        ObjectNode object = NODES.objectNode();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw located(List.of(new PathProblem(at, "a key must be a plain word")));
            }
            JsonPointer child = at.appendProperty(key.getValue());
            key.getStartMark().ifPresent(mark -> lines.put(child, line(mark)));
            if (object.has(key.getValue())) {
                throw located(List.of(new PathProblem(child, "this key is here twice")));
            }
            object.set(key.getValue(), read(entry.getValueNode(), child));
        }
        return object;
    }

    private ArrayNode sequence(SequenceNode sequence, JsonPointer at) throws WorldException {
        ArrayNode array = NODES.arrayNode();
        int index = 0;
        for (Node element : sequence.getValue()) {
            array.add(read(element, at.appendIndex(index++)));
        }
        return array;
    }

    private static JsonNode scalar(ScalarNode scalar) {
        String value = scalar.getValue();
        if (scalar.getTag().equals(Tag.NULL)) {
            return NODES.nullNode();
        }
        if (scalar.getTag().equals(Tag.BOOL)) {
            return NODES.booleanNode(Boolean.parseBoolean(value));
        }
        if (scalar.getTag().equals(Tag.INT) && value.length() <= 9) {
            return NODES.numberNode(Integer.parseInt(value));
        }
        return NODES.stringNode(value);
    }

    private static WorldException problem(String where, String what) {
        return new WorldException(List.of(new WorldException.Problem(where, what)));
    }

    private static int line(Mark mark) {
        return mark.getLine() + 1;
    }
}
