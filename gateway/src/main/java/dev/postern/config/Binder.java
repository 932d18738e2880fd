package dev.postern.config;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Binds YAML nodes to records, and goes on after a mistake to find the others.
///
/// A value that cannot be bound is replaced by its default if it has one, so that what depends on
/// it is looked at too; that nothing is made of such a file is up to the caller, who knows by
/// [Problems#none]. Confined to the thread that loads.
final class Binder {

    /// The default of a list that need not have anything in it.
    private static final String EMPTY = "[]";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    private final Words words;
    private final Problems problems;
    private final TreeVeil veil;
    private final Bound bound;

    /// Defaults bound before; values are immutable, so thousands of mailboxes can share them.
    private final IdentityHashMap<Shape.Field, Object> defaults = new IdentityHashMap<>();

    Binder(Words words, Problems problems, TreeVeil veil, Bound bound) {
        this.words = words;
        this.problems = problems;
        this.veil = veil;
        this.bound = bound;
    }

    /// Binds a record's components one by one.
    ///
    /// @return a value for each key that could be bound
    Map<String, Object> components(Shape.Fields fields, MappingNode mapping, String path) {
        var keys = new Keys(mapping, path, problems, veil);
        var values = new LinkedHashMap<String, Object>();
        var later = new ArrayList<>(fields.later());
        for (Shape.Field field : fields.fields()) {
            if (field.says().inline() && field.shape() instanceof Shape.Union union) {
                later.addAll(union.later());
                inline(union, fields.keys(), keys, path)
                        .ifPresent(value -> values.put(field.key(), value));
            } else {
                field(field, keys, path).ifPresent(value -> values.put(field.key(), value));
            }
        }
        keys.refuseRest(fields.keys(), later);
        return values;
    }

    private Optional<Object> record(Shape.Fields fields, MappingNode mapping, String path) {
        return construct(fields, components(fields, mapping, path));
    }

    private static Optional<Object> construct(Shape.Fields fields, Map<String, Object> values) {
        List<Object> arguments =
                fields.fields().stream()
                        .flatMap(field -> Optional.ofNullable(values.get(field.key())).stream())
                        .toList();
        return arguments.size() == fields.fields().size()
                ? Optional.of(Shapes.construct(fields, arguments))
                : Optional.empty();
    }

    private Optional<Object> field(Shape.Field field, Keys keys, String path) {
        String key = path.isEmpty() ? field.key() : path + "." + field.key();
        Optional<NodeTuple> tuple = keys.take(field.key());
        if (tuple.isEmpty()) {
            if (field.presence() instanceof Shape.Presence.Required) {
                problems.error(
                        bound.spot(path),
                        key,
                        "the key `" + field.key() + "` is missing",
                        Wording.of(field.shape()),
                        field.says().value());
            }
            return absent(field, key);
        }
        locate(key, tuple.get());
        Node node = tuple.get().getValueNode();
        Optional<Object> value = value(field.shape(), node, key, field.says());
        if (value.isEmpty()) {
            return absent(field, key);
        }
        boolean optional = field.presence() instanceof Shape.Presence.Absent(boolean is) && is;
        return optional ? Optional.of(value) : value;
    }

    private Optional<Object> absent(Shape.Field field, String key) {
        return switch (field.presence()) {
            case Shape.Presence.Required _ -> Optional.empty();
            case Shape.Presence.Absent(boolean optional) ->
                    Optional.of(optional ? Optional.empty() : Map.of());
            case Shape.Presence.Otherwise(String yaml) -> otherwise(field, yaml, key);
        };
    }

    private Optional<Object> otherwise(Shape.Field field, String yaml, String key) {
        Optional<Object> known = Optional.ofNullable(defaults.get(field));
        if (known.isEmpty()) {
            known = value(field.shape(), yaml(yaml), key, field.says());
            known.ifPresent(value -> defaults.put(field, value));
        }
        return known;
    }

    /// A default's node. It has no marks: it is in no file.
    private static Node yaml(String text) {
        LoadSettings unmarked = LoadSettings.builder().setUseMarks(false).build();
        return new Compose(unmarked)
                .composeString(text)
                .orElseThrow(() -> new IllegalStateException("a default without a value"));
    }

    /// A scalar is pointed at itself, anything longer at its key.
    private void locate(String key, NodeTuple tuple) {
        Node value = tuple.getValueNode();
        bound.at(key, Spot.of(value instanceof ScalarNode ? value : tuple.getKeyNode()));
    }

    private Optional<Object> value(Shape shape, Node node, String key, Setting says) {
        if (Words.hasForeignTag(node)) {
            bound.error(
                    key,
                    "a value with a YAML tag (!)",
                    Wording.of(shape),
                    "put a value that starts with ! in quotes");
            return Optional.empty();
        }
        return switch (shape) {
            case Shape.Word(Scalars.Scalar kind) ->
                    scalar(shape, node, key).flatMap(text -> words.word(kind, text, key, says));
            case Shape.Confidential _ ->
                    scalar(shape, node, key).flatMap(text -> words.secret(text, key, says));
            case Shape.Choice choice ->
                    scalar(shape, node, key).flatMap(text -> words.choice(choice, text, key));
            case Shape.Items items -> items(items, node, key, says);
            case Shape.Entries(Shape entry) -> entries(entry, node, key, says);
            case Shape.Fields fields ->
                    mapping(shape, node, key).flatMap(mapping -> record(fields, mapping, key));
            case Shape.Union union -> union(union, node, key);
        };
    }

    private Optional<ScalarNode> scalar(Shape shape, Node node, String key) {
        if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            return Optional.of(scalar);
        }
        return wrong(shape, node, key);
    }

    private Optional<MappingNode> mapping(Shape shape, Node node, String key) {
        if (node instanceof MappingNode mapping) {
            return Optional.of(mapping);
        }
        if (node.getTag().equals(Tag.NULL)) {
            // A group all of whose keys were commented out.
            return Optional.of((MappingNode) yaml("{}"));
        }
        return wrong(shape, node, key);
    }

    private <T> Optional<T> wrong(Shape shape, Node node, String key) {
        bound.error(key, Wording.found(node), Wording.of(shape), Wording.hint(shape, node));
        return Optional.empty();
    }

    private Optional<Object> items(Shape.Items items, Node node, String key, Setting says) {
        if (items.oneWillDo() && node instanceof ScalarNode) {
            return value(items.item(), node, key, says).map(List::of);
        }
        if (!(node instanceof SequenceNode sequence)) {
            return wrong(items, node, key);
        }
        var values = new ArrayList<Object>();
        int index = 0;
        for (Node item : sequence.getValue()) {
            String itemKey = key + "[" + index++ + "]";
            bound.at(itemKey, Spot.of(item));
            value(items.item(), item, itemKey, says).ifPresent(values::add);
        }
        if (index == 0 && says.otherwise().equals(EMPTY)) {
            return Optional.of(List.of());
        }
        if (index == 0) {
            bound.error(key, "an empty list", Wording.of(items), "");
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(values);
    }

    private Optional<Object> entries(Shape entry, Node node, String key, Setting says) {
        Optional<MappingNode> mapping = mapping(new Shape.Entries(entry), node, key);
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        var keys = new Keys(mapping.get(), key, problems, veil);
        var values = new LinkedHashMap<String, Object>();
        for (String name : List.copyOf(keys.names())) {
            if (!NAME.matcher(name).matches()) {
                continue;
            }
            NodeTuple tuple = keys.take(name).orElseThrow();
            String entryKey = key + "." + name;
            locate(entryKey, tuple);
            value(entry, tuple.getValueNode(), entryKey, says)
                    .ifPresent(value -> values.put(name, value));
        }
        keys.refuseNames();
        return Optional.of(values);
    }

    private Optional<Object> union(Shape.Union union, Node node, String key) {
        if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            return words.named(union, scalar, key);
        }
        if (!(node instanceof MappingNode mapping)) {
            return wrong(union, node, key);
        }
        List<Shape.Variant> variants = union.mappings().toList();
        if (variants.size() == 1 && variants.getFirst() instanceof Shape.Variant.Flat flat) {
            return record(flat.fields(), mapping, key);
        }
        var keys = new Keys(mapping, key, problems, veil);
        List<String> known = variants.stream().flatMap(Binder::keys).distinct().toList();
        Optional<Shape.Variant> variant = select(union, known, keys, key);
        if (variant.isEmpty()) {
            known.forEach(keys::take);
            keys.refuseRest(known, union.later());
        }
        return switch (variant.orElse(null)) {
            case null -> Optional.empty();
            case Shape.Variant.Flat flat -> record(flat.fields(), mapping, key);
            case Shape.Variant.Wrapped wrapped -> {
                Optional<Object> value = wrapped(wrapped, keys, key);
                keys.refuseRest(List.of(wrapped.name()), List.of());
                yield value;
            }
            case Shape.Variant.Named named -> Optional.of(named.value());
        };
    }

    private static Stream<String> keys(Shape.Variant variant) {
        return switch (variant) {
            case Shape.Variant.Flat flat -> flat.fields().keys().stream();
            case Shape.Variant.Named _, Shape.Variant.Wrapped _ -> Stream.of(variant.name());
        };
    }

    private Optional<Object> inline(Shape.Union union, List<String> known, Keys keys, String path) {
        return select(union, known, keys, path)
                .filter(Shape.Variant.Wrapped.class::isInstance)
                .flatMap(variant -> wrapped((Shape.Variant.Wrapped) variant, keys, path));
    }

    /// Finds the one variant whose key is there.
    ///
    /// @param known keys that belong here; any other is reported as such, and is what is wrong
    private Optional<Shape.Variant> select(
            Shape.Union union, List<String> known, Keys keys, String path) {
        List<Shape.Variant> there =
                union.mappings().filter(variant -> keys.names().contains(variant.name())).toList();
        if (there.size() == 1) {
            return Optional.of(there.getFirst());
        }
        List<String> names = union.mappings().map(Shape.Variant::name).toList();
        String expected = "one of the keys " + String.join(", ", names);
        if (there.size() > 1) {
            List<String> both = there.stream().map(Shape.Variant::name).toList();
            bound.error(
                    path, "it is several things at once: " + String.join(", ", both), expected, "");
        } else if (known.containsAll(keys.names())) {
            bound.error(path, "it does not say what it is", expected, "");
        }
        names.forEach(keys::take);
        return Optional.empty();
    }

    /// The record under its key: all of it as a mapping, or its first component alone.
    private Optional<Object> wrapped(Shape.Variant.Wrapped variant, Keys keys, String path) {
        NodeTuple tuple = keys.take(variant.name()).orElseThrow();
        String key = path + "." + variant.name();
        locate(key, tuple);
        Node node = tuple.getValueNode();
        if (node instanceof MappingNode mapping) {
            return record(variant.fields(), mapping, key);
        }
        Shape.Field first = variant.fields().fields().getFirst();
        var values = new LinkedHashMap<String, Object>();
        value(first.shape(), node, key, first.says())
                .ifPresent(value -> values.put(first.key(), value));
        variant.fields().fields().stream()
                .skip(1)
                .forEach(field ->
                        absent(field, key).ifPresent(value -> values.put(field.key(), value)));
        return construct(variant.fields(), values);
    }
}
