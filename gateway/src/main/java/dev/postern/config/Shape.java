package dev.postern.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a place in the settings can hold, derived from the records by [Shapes].
///
/// The binder, the reference and the schema for editors all walk over the same shapes, so that they
/// cannot say different things.
sealed interface Shape {

    /// One word.
    record Word(Scalars.Scalar kind) implements Shape {}

    /// A [Secret].
    record Confidential() implements Shape {}

    /// One of an enum's names.
    record Choice(List<Enum<?>> constants) implements Shape {

        List<String> names() {
            return constants.stream().map(Shape::written).toList();
        }
    }

    /// A list.
    record Items(Shape item, boolean oneWillDo) implements Shape {}

    /// Entries under names of the user's choice.
    record Entries(Shape entry) implements Shape {}

    /// A record.
    record Fields(Class<? extends Record> type, List<Field> fields, List<String> later)
            implements Shape {

        /// Every key of this record and of those in it.
        Set<String> allKeys() {
            return within(this).map(Field::key).collect(Collectors.toSet());
        }

        /// Those keys whose values neither are nor hold secrets.
        Set<String> plainKeys() {
            return within(this)
                    .filter(field -> !field.confidential())
                    .map(Field::key)
                    .collect(Collectors.toSet());
        }

        /// The keys a person may write here: those of an inline union are the variants' own.
        List<String> keys() {
            return fields.stream()
                    .flatMap(field ->
                            field.says().inline() && field.shape() instanceof Union union
                                    ? union.mappings().map(Variant::name)
                                    : Stream.of(field.key()))
                    .toList();
        }
    }

    /// A sealed interface.
    record Union(Class<?> type, List<Variant> variants, List<String> later) implements Shape {

        /// All that a person may write to select a variant, in words.
        List<String> ways() {
            return variants.stream().map(Variant::way).toList();
        }

        Optional<Variant> byName(String name) {
            return variants.stream()
                    .filter(v -> v instanceof Variant.Named && v.name().equals(name))
                    .findFirst();
        }

        Stream<Variant> mappings() {
            return variants.stream().filter(v -> !(v instanceof Variant.Named));
        }
    }

    /// One record of a sealed interface.
    sealed interface Variant {

        /// The word or the key it is recognised by.
        String name();

        /// One sentence for the reference.
        String says();

        /// How it is written, in short.
        default String way() {
            return switch (this) {
                case Named _ -> name();
                case Flat _, Wrapped _ -> "{" + name() + ": …}";
            };
        }

        /// Written as its name.
        record Named(String name, String says, Object value) implements Variant {}

        /// Written as its components beside each other; recognised by the first.
        record Flat(String name, String says, Fields fields) implements Variant {}

        /// Written under one key.
        record Wrapped(String name, String says, Fields fields) implements Variant {}
    }

    /// One component of a record.
    record Field(String key, Shape shape, Presence presence, Setting says) {

        /// Whether a secret can stand here or in what is here.
        private boolean confidential() {
            return Shape.confidential(shape);
        }
    }

    /// What it means that a key is not there.
    sealed interface Presence {

        /// It has to be.
        record Required() implements Presence {}

        /// A default counts, written as in YAML.
        record Otherwise(String yaml) implements Presence {}

        /// The component is empty.
        ///
        /// @param optional whether the component is an `Optional`, not a map
        record Absent(boolean optional) implements Presence {}
    }

    private static boolean confidential(Shape shape) {
        return switch (shape) {
            case Word _, Choice _ -> false;
            case Confidential _ -> true;
            case Items(Shape item, _) -> confidential(item);
            case Entries(Shape entry) -> confidential(entry);
            case Fields fields -> fields.fields().stream().anyMatch(Field::confidential);
            case Union union ->
                    union.mappings().flatMap(Shape::within).anyMatch(Field::confidential);
        };
    }

    /// All fields in a shape, whatever their depth; a variant's key counts as a field of its own.
    private static Stream<Field> within(Shape shape) {
        return switch (shape) {
            case Word _, Confidential _, Choice _ -> Stream.of();
            case Items(Shape item, _) -> within(item);
            case Entries(Shape entry) -> within(entry);
            case Fields fields ->
                    fields.fields().stream()
                            .flatMap(f -> Stream.concat(Stream.of(f), within(f.shape())));
            case Union union -> union.mappings().flatMap(Shape::within);
        };
    }

    private static Stream<Field> within(Variant variant) {
        return switch (variant) {
            case Variant.Named _ -> Stream.of();
            case Variant.Flat flat -> within(flat.fields());
            case Variant.Wrapped wrapped -> {
                Field first = wrapped.fields().fields().getFirst();
                Field key =
                        new Field(wrapped.name(), wrapped.fields(), first.presence(), first.says());
                yield Stream.concat(Stream.of(key), within(wrapped.fields()));
            }
        };
    }

    /// An enum constant as it is written in YAML.
    private static String written(Enum<?> constant) {
        return Shapes.kebab(constant.name());
    }
}
