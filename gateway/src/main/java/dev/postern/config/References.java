package dev.postern.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The references in a string value: `${env:NAME}` and `${file:PATH}`; `$${` stands for `${`.
final class References {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private static final Pattern ONLY = Pattern.compile("(\\$\\{(env|file):[^}]*})++");

    private final Map<String, String> environment;
    private final Path folder;

    /// @param folder what relative paths start from
    References(Map<String, String> environment, Path folder) {
        this.environment = environment;
        this.folder = folder;
    }

    /// Whether a value is nothing but references, and so no secret itself.
    static boolean only(String raw) {
        return ONLY.matcher(raw).matches();
    }

    /// A piece of a string value.
    sealed interface Piece {

        /// What stands there.
        record Text(String text) implements Piece {}

        /// The value of a variable of the environment.
        record Variable(String name, Secret value) implements Piece {}

        /// The content of a file.
        record Content(Path file) implements Piece {}
    }

    /// Takes a string value apart.
    ///
    /// @throws IllegalArgumentException with a sentence that says what is wrong, without the value
    List<Piece> pieces(String raw) {
        var pieces = new ArrayList<Piece>();
        var text = new StringBuilder();
        int at = 0;
        while (at < raw.length()) {
            if (raw.startsWith("$${", at)) {
                text.append("${");
                at += 3;
            } else if (raw.startsWith("${", at)) {
                int end = raw.indexOf('}', at);
                if (end < 0) {
                    throw new IllegalArgumentException("a reference `${` has no `}`");
                }
                if (!text.isEmpty()) {
                    pieces.add(new Piece.Text(text.toString()));
                    text.setLength(0);
                }
                pieces.add(reference(raw.substring(at + 2, end)));
                at = end + 1;
            } else {
                text.append(raw.charAt(at++));
            }
        }
        if (!text.isEmpty() || pieces.isEmpty()) {
            pieces.add(new Piece.Text(text.toString()));
        }
        return pieces;
    }

    private Piece reference(String inside) {
        if (inside.startsWith("env:")) {
            return variable(inside.substring("env:".length()));
        }
        if (inside.startsWith("file:")) {
            try {
                String path = inside.substring("file:".length());
                if (!path.isBlank()) {
                    return new Piece.Content(folder.resolve(path));
                }
            } catch (InvalidPathException _) {
                // Said below, in the words of the settings.
            }
            throw new IllegalArgumentException("`${file:…}` holds no path");
        }
        throw new IllegalArgumentException(
                "a reference is neither `${env:NAME}` nor `${file:PATH}`");
    }

    private Piece variable(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "`${env:…}` holds no name of an environment variable");
        }
        String value = environment.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the environment variable " + name + " is not set");
        }
        if (value.isEmpty()) {
            throw new IllegalArgumentException("the environment variable " + name + " is empty");
        }
        return new Piece.Variable(name, Secret.of(value));
    }

    /// The value as a secret that follows its files.
    static Secret secret(List<Piece> pieces) {
        return Secret.join(
                pieces.stream()
                        .map(piece ->
                                switch (piece) {
                                    case Piece.Text(String text) -> Secret.of(text);
                                    case Piece.Variable(_, Secret value) -> value;
                                    case Piece.Content(Path file) -> Secret.inFile(file);
                                })
                        .toList());
    }
}
