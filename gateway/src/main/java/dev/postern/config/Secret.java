package dev.postern.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Collectors;

/// A value that must not be seen.
///
/// It shows as `***` and cannot be serialised. What it refers to in a file is read whenever it is
/// asked for, so that a new secret counts without a reload; a variable of the environment cannot
/// change while the process lives and is taken when the settings are loaded.
///
/// Two secrets are equal if they are written alike: the same text (compared in constant time) or
/// the same file, whatever it holds now. Immutable, for any thread.
public final class Secret {

    private final List<Part> parts;

    private Secret(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /// A secret that is known already.
    public static Secret of(String text) {
        return new Secret(List.of(new Text(text)));
    }

    /// A secret in a file, without the newline at its end.
    public static Secret inFile(Path file) {
        return new Secret(List.of(new InFile(file)));
    }

    static Secret join(List<Secret> secrets) {
        return new Secret(
                secrets.stream()
                        .flatMap(secret -> secret.parts.stream())
                        .collect(Collectors.toList()));
    }

    /// The value, as it is now.
    ///
    /// @throws SecretUnavailableException if a file cannot be read; it may be there again later
    public String reveal() throws SecretUnavailableException {
        var value = new StringBuilder();
        for (Part part : parts) {
            value.append(
                    switch (part) {
                        case Text text -> text.value;
                        case InFile in -> SecretFile.read(in.file);
                    });
        }
        return value.toString();
    }

    /// Whether it has the form of a GUID, as the ID of a client secret has and its value never.
    public boolean looksLikeId() {
        try {
            return Scalars.UUID_FORM.matcher(reveal()).matches();
        } catch (SecretUnavailableException _) {
            // Who needs it is told when it is read.
            return false;
        }
    }

    /// The files it refers to.
    public List<Path> files() {
        return parts.stream()
                .filter(InFile.class::isInstance)
                .map(part -> ((InFile) part).file)
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Secret secret) || parts.size() != secret.parts.size()) {
            return false;
        }
        boolean equal = true;
        for (int i = 0; i < parts.size(); i++) {
            equal &= alike(parts.get(i), secret.parts.get(i));
        }
        return equal;
    }

    private static boolean alike(Part one, Part other) {
        return switch (one) {
            case Text text ->
                    other instanceof Text second
                            && MessageDigest.isEqual(text.bytes(), second.bytes());
            case InFile in -> other instanceof InFile second && in.file.equals(second.file);
        };
    }

    /// Says nothing of the value.
    @Override
    public int hashCode() {
        return parts.size();
    }

    @Override
    public String toString() {
        return "***";
    }

    private sealed interface Part {}

    private static final class Text implements Part {

        private final String value;

        Text(String value) {
            this.value = value;
        }

        byte[] bytes() {
            return value.getBytes(StandardCharsets.UTF_8);
        }
    }

    private static final class InFile implements Part {

        private final Path file;

        InFile(Path file) {
            this.file = file.toAbsolutePath().normalize();
        }
    }
}
