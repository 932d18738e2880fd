package dev.postern.lab.directory;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.ser.std.ToStringSerializer;

/// Trees to records and back: names in kebab-case, nothing unknown, nothing missing, nothing
/// guessed.
public final class Binding {

    private static final Pattern SHORT = Pattern.compile("(-?\\d{1,9})(ms|s|m|h|d)");

    private final JsonMapper mapper =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                    .enumNamingStrategy(EnumNamingStrategies.KEBAB_CASE)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .addModule(
                            new SimpleModule()
                                    .addAbstractTypeMapping(Set.class, LinkedHashSet.class)
                                    .addDeserializer(Duration.class, new DurationReader())
                                    .addSerializer(Path.class, ToStringSerializer.instance))
                    .build();

    /// A tree that fits no record.
    static final class UnboundException extends Exception {

        private static final long serialVersionUID = 1;

        private final transient Tree.PathProblem problem;

        UnboundException(Tree.PathProblem problem, Throwable cause) {
            super(problem.what(), cause);
            this.problem = problem;
        }

        Tree.PathProblem problem() {
            return problem;
        }
    }

    /// Reads a record of this type.
    public <T> T read(Tree tree, Class<T> type) throws WorldException {
        try {
            return read(tree.root(), JsonPointer.empty(), type);
        } catch (UnboundException e) {
            throw tree.located(List.of(e.problem()));
        }
    }

    /// Reads a record of this type; what is missing is as in `defaults`.
    public <T> T read(Tree tree, T defaults, Class<T> type) throws WorldException {
        JsonNode filled = tree.root().deepCopy();
        Defaults.fill(filled, write(defaults), JsonPointer.empty(), new ArrayList<>());
        return read(tree.withRoot(filled), type);
    }

    <T> T read(JsonNode tree, JsonPointer at, Class<T> type) throws UnboundException {
        try {
            return mapper.treeToValue(tree, type);
        } catch (JacksonException e) {
            JsonPointer path = path(e);
            String found = tree.at(path).isContainer() ? "{…}" : tree.at(path).asString("");
            throw new UnboundException(new Tree.PathProblem(at.append(path), explain(e, found)), e);
        }
    }

    /// Writes out a record, a map or a list of records.
    public JsonNode tree(Object value) {
        return mapper.valueToTree(value);
    }

    /// Writes a record out.
    public ObjectNode write(Object record) {
        return mapper.valueToTree(record);
    }

    /// Reads `90s`, `5m`, `1h`, `2d`, `500ms`, `-20m`, or the ISO form such as `PT1H`.
    ///
    /// @throws DateTimeException if it is none of these
    public static Duration duration(String text) {
        Matcher matcher = SHORT.matcher(text);
        if (!matcher.matches()) {
            return Duration.parse(text);
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    private static JsonPointer path(JacksonException e) {
        JsonPointer path = JsonPointer.empty();
        for (JacksonException.Reference step : e.getPath()) {
            path =
                    step.getPropertyName() == null
                            ? path.appendIndex(step.getIndex())
                            : path.appendProperty(step.getPropertyName());
        }
        return path;
    }

    private static String explain(JacksonException e, String found) {
        return switch (e) {
            case UnrecognizedPropertyException unknown ->
                    "no such key; here may stand: "
                            + unknown.getKnownPropertyIds().stream()
                                    .map(String::valueOf)
                                    .sorted()
                                    .collect(Collectors.joining(", "));
            case InvalidFormatException wrong when wrong.getTargetType().isEnum() ->
                    "`" + wrong.getValue() + "` is none of " + names(wrong.getTargetType());
            case ValueInstantiationException made when made.getCause() != null ->
                    String.valueOf(made.getCause().getMessage());
            case MismatchedInputException wrong ->
                    "`" + found + "` is no " + wrong.getTargetType().getSimpleName();
            default -> e.getOriginalMessage();
        };
    }

    private static String names(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.joining(", "));
    }

    private static final class DurationReader extends StdDeserializer<Duration> {

        DurationReader() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) {
            String text = parser.getValueAsString("");
            try {
                return duration(text);
            } catch (DateTimeException _) {
                return (Duration)
                        context.handleWeirdStringValue(
                                Duration.class, text, "a time is written like 90s, 5m, 1h or 2d");
            }
        }
    }
}
