package dev.postern.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Derives a [Shape] from the records and their annotations.
///
/// A record that breaks the rules is our bug and throws an `IllegalStateException`; any test that
/// loads a file would show it.
final class Shapes {

    private Shapes() {}

    static Shape.Fields of(Class<? extends Record> type) {
        return new Shape.Fields(
                type,
                Arrays.stream(type.getRecordComponents()).map(Shapes::field).toList(),
                later(type));
    }

    private static Shape.Field field(RecordComponent component) {
        Setting says = component.getAnnotation(Setting.class);
        if (says == null) {
            throw new IllegalStateException(component + " has no @Setting");
        }
        String key = says.key().isEmpty() ? kebab(component.getName()) : says.key();
        return new Shape.Field(
                key, shape(component.getGenericType(), says), presence(component, says), says);
    }

    private static Shape.Presence presence(RecordComponent component, Setting says) {
        boolean optional = component.getType() == Optional.class;
        if (optional || component.getType() == Map.class) {
            return new Shape.Presence.Absent(optional);
        }
        return says.otherwise().isEmpty()
                ? new Shape.Presence.Required()
                : new Shape.Presence.Otherwise(says.otherwise());
    }

    private static Shape shape(Type type, Setting says) {
        if (type instanceof ParameterizedType of) {
            Type last = of.getActualTypeArguments()[of.getActualTypeArguments().length - 1];
            if (of.getRawType() == Optional.class) {
                return shape(last, says);
            }
            if (of.getRawType() == List.class) {
                return new Shape.Items(shape(last, says), says.oneWillDo());
            }
            return new Shape.Entries(shape(last, says));
        }
        return plain((Class<?>) type);
    }

    private static Shape plain(Class<?> type) {
        if (type == Secret.class) {
            return new Shape.Confidential();
        }
        Optional<Scalars.Scalar> scalar = Scalars.of(type);
        if (scalar.isPresent()) {
            return new Shape.Word(scalar.get());
        }
        if (type.isEnum()) {
            return new Shape.Choice(constants(type).toList());
        }
        if (type.isSealed()) {
            List<Shape.Variant> variants =
                    Arrays.stream(type.getPermittedSubclasses()).flatMap(Shapes::variants).toList();
            return new Shape.Union(type, variants, later(type));
        }
        return of(type.asSubclass(Record.class));
    }

    private static Stream<Shape.Variant> variants(Class<?> type) {
        if (type.isSealed()) {
            return Arrays.stream(type.getPermittedSubclasses()).flatMap(Shapes::variants);
        }
        Alternative alternative = type.getAnnotation(Alternative.class);
        if (alternative == null) {
            throw new IllegalStateException(type + " has no @Alternative");
        }
        String says = alternative.value();
        if (type.isEnum()) {
            return constants(type)
                    .map(one -> new Shape.Variant.Named(kebab(one.name()), says, one));
        }
        Shape.Fields fields = of(type.asSubclass(Record.class));
        if (fields.fields().isEmpty()) {
            return Stream.of(
                    new Shape.Variant.Named(
                            kebab(type.getSimpleName()), says, construct(fields, List.of())));
        }
        return Stream.of(
                alternative.under().isEmpty()
                        ? new Shape.Variant.Flat(fields.fields().getFirst().key(), says, fields)
                        : new Shape.Variant.Wrapped(alternative.under(), says, fields));
    }

    private static Stream<Enum<?>> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(constant -> (Enum<?>) constant);
    }

    private static List<String> later(Class<?> type) {
        Later later = type.getAnnotation(Later.class);
        return later == null ? List.of() : List.of(later.value());
    }

    /// Calls the canonical constructor.
    static Object construct(Shape.Fields fields, List<Object> values) {
        Class<?>[] types =
                Arrays.stream(fields.type().getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            Constructor<? extends Record> constructor = fields.type().getDeclaredConstructor(types);
            return constructor.newInstance(values.toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + fields.type(), e);
        }
    }

    /// `messagesPerVisit`, `GCC_HIGH` and `Delete` as they are written in YAML.
    static String kebab(String name) {
        String spaced = name.contains("_") ? name.replace('_', '-') : name;
        return spaced.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
