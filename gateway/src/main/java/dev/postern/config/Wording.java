package dev.postern.config;

import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Names shapes and nodes in sentences.
final class Wording {

    private Wording() {}

    /// What a shape expects.
    static String of(Shape shape) {
        return switch (shape) {
            case Shape.Word(Scalars.Scalar kind) -> kind.expected();
            case Shape.Confidential _ ->
                    "a secret, best by reference: \"${env:NAME}\" or \"${file:PATH}\"";
            case Shape.Choice choice -> "one of " + String.join(", ", choice.names());
            case Shape.Items(Shape item, boolean one) ->
                    "a list, [a, b], each " + of(item) + (one ? "; or just one" : "");
            case Shape.Entries _ -> "entries under names of your choice, `name: …`";
            case Shape.Fields fields -> "the keys " + String.join(", ", fields.keys());
            case Shape.Union union -> "one of " + String.join(", ", union.ways());
        };
    }

    /// What a node is, without its value.
    static String found(Node node) {
        if (node.getTag().equals(Tag.NULL)) {
            return "it has no value";
        }
        return switch (node) {
            case MappingNode _ -> "it is a mapping, `key: value`";
            case SequenceNode _ -> "it is a list";
            default -> "it is a single value";
        };
    }

    /// What makes a node of the wrong kind, where that is known.
    static String hint(Shape shape, Node node) {
        boolean braces =
                node instanceof MappingNode
                        && List.of(Shape.Word.class, Shape.Confidential.class)
                                .contains(shape.getClass());
        return braces ? "a value that starts with { needs quotes" : "";
    }
}
