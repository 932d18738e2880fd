package dev.postern.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Binds values that are one word in YAML. Confined to the thread that loads.
final class Words {

    private final References references;
    private final Path folder;
    private final TreeVeil veil;
    private final Bound bound;

    /// @param folder what relative paths start from
    Words(Map<String, String> environment, Path folder, TreeVeil veil, Bound bound) {
        this.references = new References(environment, folder);
        this.folder = folder;
        this.veil = veil;
        this.bound = bound;
    }

    /// Whether the user wrote a tag; a `!` for text is none.
    static boolean hasForeignTag(Node node) {
        return !node.getTag().getValue().startsWith(Tag.PREFIX);
    }

    Optional<Object> word(Scalars.Scalar kind, ScalarNode node, String key, Setting says) {
        if (kind.type() != URI.class || !node.getValue().contains("@")) {
            show(node);
        }
        Optional<String> text = expanded(node, key, kind.expected());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Object value = kind.parser().parse(text.get(), folder);
            refer(text.get(), key, says);
            return within(kind, value, key, says) ? Optional.of(value) : Optional.empty();
        } catch (IllegalArgumentException e) {
            String hint = e instanceof NumberFormatException ? "" : String.valueOf(e.getMessage());
            bound.error(key, found(node) + " is not " + kind.name(), kind.expected(), hint);
            return Optional.empty();
        }
    }

    private void refer(String name, String key, Setting says) {
        if (!says.refersTo().isEmpty()) {
            bound.refers(new Bound.Reference(says.refersTo(), name, key));
        }
    }

    /// What the file says, never what a reference in it stands for.
    private String found(ScalarNode node) {
        return veil.isHarmless(node) ? Printable.quote(node.getValue()) : Veil.MASK;
    }

    private boolean within(Scalars.Scalar kind, Object value, String key, Setting says) {
        boolean low = !says.min().isEmpty() && compare(kind, value, says.min()) < 0;
        boolean high = !says.max().isEmpty() && compare(kind, value, says.max()) > 0;
        if (low || high) {
            bound.error(
                    key,
                    low ? "it is less than " + says.min() : "it is more than " + says.max(),
                    range(says),
                    "");
        }
        return !low && !high;
    }

    @SuppressWarnings("unchecked") // both are made by the same parser
    private int compare(Scalars.Scalar kind, Object value, String bound) {
        return ((Comparable<Object>) value).compareTo(kind.parser().parse(bound, folder));
    }

    private static String range(Setting says) {
        if (says.max().isEmpty()) {
            return says.min() + " or more";
        }
        return says.min().isEmpty() ? says.max() + " or less" : says.min() + " to " + says.max();
    }

    Optional<Object> choice(Shape.Choice choice, ScalarNode node, String key) {
        show(node);
        List<String> names = choice.names();
        Optional<String> text = expanded(node, key, Wording.of(choice));
        if (text.isPresent() && !names.contains(text.get())) {
            unknown(node, key, names, Wording.of(choice));
        }
        return text.map(names::indexOf).filter(i -> i >= 0).map(choice.constants()::get);
    }

    Optional<Object> named(Shape.Union union, ScalarNode node, String key) {
        List<String> names =
                union.variants().stream()
                        .filter(Shape.Variant.Named.class::isInstance)
                        .map(Shape.Variant::name)
                        .toList();
        if (names.isEmpty()) {
            // It may be the secret itself: `credential: the-secret`.
            bound.error(key, Wording.found(node), Wording.of(union), "");
            return Optional.empty();
        }
        show(node);
        Optional<String> text = expanded(node, key, Wording.of(union));
        Optional<Shape.Variant> variant = text.flatMap(union::byName);
        if (text.isPresent() && variant.isEmpty()) {
            unknown(node, key, names, Wording.of(union));
        }
        return variant.map(named -> ((Shape.Variant.Named) named).value());
    }

    private void unknown(ScalarNode node, String key, List<String> names, String expected) {
        bound.error(
                key,
                found(node) + " is not known here",
                expected,
                Nearest.hint(node.getValue(), names));
    }

    /// Allows a value to be shown, unless the lines below it may have become part of it by mistake.
    private void show(ScalarNode node) {
        if (!severalLines(node)) {
            veil.harmless(node);
        }
    }

    private static boolean severalLines(ScalarNode node) {
        return Spot.of(node.getStartMark()).line() != Spot.of(node.getEndMark()).line();
    }

    private Optional<String> expanded(ScalarNode node, String key, String expected) {
        if (severalLines(node)) {
            bound.error(
                    key,
                    "a value that runs over several lines",
                    expected,
                    "the lines below it are indented deeper than its key, and so belong to it");
            return Optional.empty();
        }
        try {
            List<References.Piece> pieces = references.pieces(node.getValue());
            for (References.Piece piece : pieces) {
                // A variable may hold a plain path; what is kept in a file is a secret to us.
                if (piece instanceof References.Piece.Content(Path file)) {
                    veil.literal(SecretFile.read(file));
                }
            }
            return Optional.of(References.secret(pieces).reveal());
        } catch (IllegalArgumentException | SecretUnavailableException e) {
            bound.error(key, String.valueOf(e.getMessage()), expected, "");
            return Optional.empty();
        }
    }

    Optional<Object> secret(ScalarNode node, String key, Setting says) {
        if (References.only(node.getValue())) {
            veil.harmless(node);
        }
        try {
            List<References.Piece> pieces = references.pieces(node.getValue());
            Secret secret = References.secret(pieces);
            if (secret.reveal().isBlank()) {
                throw new IllegalArgumentException("the secret is empty");
            }
            for (References.Piece piece : pieces) {
                inspect(piece, key, pieces.size() == 1, says);
            }
            return Optional.of(secret);
        } catch (IllegalArgumentException | SecretUnavailableException e) {
            bound.error(
                    key, String.valueOf(e.getMessage()), Wording.of(new Shape.Confidential()), "");
            return Optional.empty();
        }
    }

    private void inspect(References.Piece piece, String key, boolean alone, Setting says)
            throws SecretUnavailableException {
        switch (piece) {
            case References.Piece.Text(String text) -> {
                veil.literal(text);
                if (alone && !says.mayBeLiteral()) {
                    bound.warn(
                            key,
                            "a secret stands in the file itself",
                            "a reference: \"${env:NAME}\" or \"${file:PATH}\"",
                            "move it to a file that only the service can read: then this file can"
                                    + " be shown, kept and backed up, and the secret can be changed"
                                    + " without a reload");
                }
            }
            // What is a secret here is not shown elsewhere, should a path refer to it too.
            case References.Piece.Variable(_, Secret value) -> veil.literal(value.reveal());
            case References.Piece.Content(Path file) -> {
                veil.literal(SecretFile.read(file));
                if (SecretFile.readableByAll(file)) {
                    bound.warn(
                            key,
                            "every user of this machine can read the secret in " + file,
                            "a file that only the service's user can read",
                            "chmod 600 " + file);
                }
            }
        }
    }
}
