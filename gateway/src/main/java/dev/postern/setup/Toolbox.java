package dev.postern.setup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The functions that scripts are made of, kept as resources, and which of them a script calls.
final class Toolbox {

    /// A function with the comment above it: its head at the start of a line, its end a brace there
    /// or at the end of that line.
    private static final Pattern FUNCTION =
            Pattern.compile(
                    "(?m)^(?:#[^\n]*\n)*(?:function ([A-Za-z][A-Za-z0-9-]*)(?:\\([^\n]*\\))? \\{|([a-z][a-z0-9_]*)\\(\\) \\{)(?:[^\n]*\\}|[^\n]*\n(?:(?!\\}$)[^\n]*\n)*\\})$");

    private final Map<String, String> functions = new LinkedHashMap<>();

    /// @param parts names of resources
    Toolbox(String... parts) {
        for (String part : parts) {
            Matcher matcher = FUNCTION.matcher(read(part));
            while (matcher.find()) {
                String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
                functions.put(name, matcher.group());
            }
        }
    }

    /// The functions that this text calls, and those that they call, in the order of the resources.
    String calledBy(String text) {
        Set<String> called = new TreeSet<>();
        collect(text, called);
        StringBuilder code = new StringBuilder();
        functions.forEach((name, body) -> {
            if (called.contains(name)) {
                code.append(body).append("\n\n");
            }
        });
        return code.toString();
    }

    private void collect(String text, Set<String> called) {
        for (String name : functions.keySet()) {
            boolean named =
                    Pattern.compile("(?<![\\w-])" + name + "(?![\\w-])").matcher(text).find();
            if (named && called.add(name)) {
                collect(functions.getOrDefault(name, ""), called);
            }
        }
    }

    List<String> names() {
        return List.copyOf(functions.keySet());
    }

    /// A resource of this package, as text.
    static String read(String part) {
        try (InputStream stream = Toolbox.class.getResourceAsStream(part)) {
            if (stream == null) {
                throw new IllegalStateException(part + " is missing from the program");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
