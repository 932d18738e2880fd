package dev.postern.config;

/// Decides what of a configuration file may be shown.
///
/// Nothing is shown unless it is known not to be a secret: a mistake in a key must not be what
/// makes its value public.
sealed interface Veil permits TreeVeil, TextVeil {

    String MASK = "***";

    /// One line, with [#MASK] for what may be secret.
    ///
    /// @param line from 0
    String line(Source source, int line);

    /// A sentence about the file, without any secret that is known by now.
    String text(String text);
}
