package dev.postern.protocol.wire;

/// What a peer said, fit to be shown to a person: control characters become `?`.
public final class Printable {

    private Printable() {}

    /// The text without control characters.
    public static String of(String text) {
        return text.chars().noneMatch(Character::isISOControl)
                ? text
                : text.replaceAll("\\p{Cntrl}|[\\x80-\\x9f]", "?");
    }
}
