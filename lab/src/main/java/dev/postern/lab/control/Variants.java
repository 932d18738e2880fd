package dev.postern.lab.control;

import dev.postern.lab.directory.Binding;
import dev.postern.lab.directory.Tree;
import dev.postern.lab.directory.WorldException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The written form of a sealed interface of records: the record's name in kebab-case under one
/// key, its components beside it.
public final class Variants<T> {

    private final Binding binding = new Binding();
    private final String key;
    private final Map<String, Class<? extends T>> records = new TreeMap<>();

    /// @param sealed its direct records are the variants
    /// @param key under which the name of the variant stands, such as `fault`
    public Variants(Class<T> sealed, String key) {
        this.key = key;
        Arrays.stream(sealed.getPermittedSubclasses())
                .filter(Class::isRecord)
                .forEach(variant -> records.put(name(variant), variant.asSubclass(sealed)));
    }

    /// Reads one; keys that are not its own must have been taken out.
    public T read(Tree tree) throws WorldException {
        String name = tree.root().path(key).asString("");
        Class<? extends T> variant = records.get(name);
        if (variant == null || !(tree.root().deepCopy() instanceof ObjectNode components)) {
            throw new IllegalArgumentException(
                    "`"
                            + key
                            + "` must be one of "
                            + new TreeSet<>(records.keySet())
                            + ", not `"
                            + name
                            + "`");
        }
        components.remove(key);
        return binding.read(tree.withRoot(components), variant);
    }

    /// Writes one.
    public ObjectNode write(T value) {
        ObjectNode tree = binding.write(value);
        JsonNode components = tree.deepCopy();
        tree.removeAll();
        tree.put(key, name(value.getClass()));
        components.forEachEntry(tree::set);
        return tree;
    }

    private static String name(Class<?> variant) {
        return variant.getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }
}
