package dev.postern.config;

/// Decides what of a configuration file may be shown.
///
/// Nothing is shown unless it is known not to be a secret: a mistake in a key must not be what
/// makes its value public.
sealed interface Veil permits TreeVeil, TextVeil {

    String MASK = "***";

    /// A line, with [#MASK] for what may be secret.
    Excerpt excerpt(Source source, Spot spot);

    /// A sentence about the file, without any secret that is known by now.
    String text(String text);

    /// What is shown of a line.
    ///
    /// @param caret how many characters of it stand before the spot
    record Excerpt(String text, int caret) {}
}
