package dev.postern.config;

import java.util.List;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes the JSON Schema by which editors complete and check the settings.
///
/// It is laxer than Postern itself: what only several keys together can tell is left to `postern
/// config check`.
final class EditorSchema {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String REFERENCE = "#/$defs/reference";

    private EditorSchema() {}

    static String of(Shape.Fields settings) {
        ObjectNode root = JSON.createObjectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "Settings of Postern");
        root.setAll(fields(settings));
        ObjectNode reference = root.putObject("$defs").putObject("reference");
        reference.put("description", "A value by reference: ${env:NAME} or ${file:PATH}.");
        reference.put("type", "string").put("pattern", "\\$\\{(env|file):[^}]+\\}");
        return root.toPrettyString().replace("\r\n", "\n") + "\n";
    }

    private static ObjectNode schema(Shape shape, Setting says) {
        return switch (shape) {
            case Shape.Word(Scalars.Scalar kind) -> word(kind, says);
            case Shape.Confidential _ -> types("string", "number");
            case Shape.Choice choice -> any(Stream.of(constants(choice.names()), reference()));
            case Shape.Items(Shape item, boolean oneWillDo) -> items(item, oneWillDo, says);
            case Shape.Entries(Shape entry) -> entries(entry, says);
            case Shape.Fields fields -> fields(fields);
            case Shape.Union union -> union(union);
        };
    }

    private static ObjectNode word(Scalars.Scalar kind, Setting says) {
        if (kind.type() == Integer.class) {
            ObjectNode number = JSON.createObjectNode().put("type", "integer");
            if (!says.min().isEmpty()) {
                number.put("minimum", Integer.parseInt(says.min()));
            }
            if (!says.max().isEmpty()) {
                number.put("maximum", Integer.parseInt(says.max()));
            }
            return any(Stream.of(number, reference()));
        }
        if (kind.type() == Boolean.class) {
            ObjectNode truth = JSON.createObjectNode();
            truth.putArray("enum").add(true).add(false).add("on").add("off");
            return any(Stream.of(truth, reference()));
        }
        if (kind.pattern().isEmpty()) {
            return types("string", "number");
        }
        if (kind.type() == TlsVersion.class) {
            ObjectNode version = JSON.createObjectNode();
            version.putArray("enum").add(1.0).add(1.1).add(1.2).add(1.3);
            return any(Stream.of(version, pattern(kind), reference()));
        }
        return any(Stream.of(pattern(kind), reference()));
    }

    private static ObjectNode pattern(Scalars.Scalar kind) {
        ObjectNode text = JSON.createObjectNode().put("type", "string");
        return text.put("pattern", "^(" + kind.pattern() + ")$");
    }

    private static ObjectNode items(Shape item, boolean oneWillDo, Setting says) {
        ObjectNode list = JSON.createObjectNode().put("type", "array");
        if (!says.otherwise().equals("[]")) {
            list.put("minItems", 1);
        }
        list.set("items", schema(item, says));
        return oneWillDo ? any(Stream.of(schema(item, says), list)) : list;
    }

    private static ObjectNode entries(Shape entry, Setting says) {
        ObjectNode entries = types("object", "null");
        entries.putObject("propertyNames").put("pattern", "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$");
        entries.set("additionalProperties", schema(entry, says));
        return entries;
    }

    private static ObjectNode fields(Shape.Fields fields) {
        boolean optional =
                fields.fields().stream()
                        .noneMatch(field -> field.presence() instanceof Shape.Presence.Required);
        ObjectNode object = optional ? types("object", "null") : types("object");
        ObjectNode properties = object.putObject("properties");
        ArrayNode required = object.putArray("required");
        for (Shape.Field field : fields.fields()) {
            if (field.says().inline() && field.shape() instanceof Shape.Union union) {
                inline(union, object, properties);
                continue;
            }
            properties.set(field.key(), field(field));
            if (field.presence() instanceof Shape.Presence.Required) {
                required.add(field.key());
            }
        }
        return object.put("additionalProperties", false);
    }

    private static ObjectNode field(Shape.Field field) {
        ObjectNode schema = JSON.createObjectNode().put("description", field.says().value());
        if (field.presence() instanceof Shape.Presence.Otherwise(String yaml)
                && !(field.shape() instanceof Shape.Fields)) {
            Object value = new Load(LoadSettings.builder().build()).loadFromString(yaml);
            schema.set("default", JSON.valueToTree(value));
        }
        schema.setAll(schema(field.shape(), field.says()));
        return schema;
    }

    /// The variants' keys stand beside the others; one of them has to be there.
    private static void inline(Shape.Union union, ObjectNode object, ObjectNode properties) {
        ArrayNode one = object.putArray("oneOf");
        union.mappings()
                .forEach(variant -> {
                    properties.set(variant.name(), described(wrapped(variant), variant));
                    one.addObject().putArray("required").add(variant.name());
                });
    }

    private static ObjectNode union(Shape.Union union) {
        return any(
                union.variants().stream()
                        .map(variant ->
                                switch (variant) {
                                    case Shape.Variant.Named named ->
                                            described(constants(List.of(named.name())), variant);
                                    case Shape.Variant.Flat flat ->
                                            described(fields(flat.fields()), variant);
                                    case Shape.Variant.Wrapped _ ->
                                            described(under(variant), variant);
                                }));
    }

    private static ObjectNode under(Shape.Variant variant) {
        ObjectNode object = types("object");
        object.putObject("properties").set(variant.name(), wrapped(variant));
        object.putArray("required").add(variant.name());
        return object.put("additionalProperties", false);
    }

    /// All of the record, or its first component alone.
    private static ObjectNode wrapped(Shape.Variant variant) {
        Shape.Fields fields = ((Shape.Variant.Wrapped) variant).fields();
        Shape.Field first = fields.fields().getFirst();
        return any(Stream.of(schema(first.shape(), first.says()), fields(fields)));
    }

    private static ObjectNode described(ObjectNode schema, Shape.Variant variant) {
        ObjectNode described = JSON.createObjectNode().put("description", variant.says());
        described.setAll(schema);
        return described;
    }

    private static ObjectNode reference() {
        return JSON.createObjectNode().put("$ref", REFERENCE);
    }

    private static ObjectNode constants(List<String> names) {
        ObjectNode schema = JSON.createObjectNode();
        names.forEach(schema.putArray("enum")::add);
        return schema;
    }

    private static ObjectNode types(String... types) {
        ObjectNode schema = JSON.createObjectNode();
        if (types.length == 1) {
            return schema.put("type", types[0]);
        }
        Stream.of(types).forEach(schema.putArray("type")::add);
        return schema;
    }

    private static ObjectNode any(Stream<ObjectNode> schemas) {
        ObjectNode any = JSON.createObjectNode();
        schemas.forEach(any.putArray("anyOf")::add);
        return any;
    }
}
