package dev.postern.config;

/// Text from a file, made fit for a terminal.
final class Printable {

    private static final int QUOTE_MAX = 60;

    private Printable() {}

    /// A line with each control character as one visible character, so that columns stay.
    static String line(String line) {
        var shown = new StringBuilder(line.length());
        line.codePoints()
                .map(c -> c == '\t' ? ' ' : c)
                .map(c -> harmless(c) ? c : '\ufffd')
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    /// A short quotation.
    static String quote(String text) {
        int end =
                text.offsetByCodePoints(
                        0, Math.min(QUOTE_MAX, text.codePointCount(0, text.length())));
        return "`" + line(text.substring(0, end)) + (end < text.length() ? "…" : "") + "`";
    }

    /// Control and format characters could move the cursor or turn the direction of the text.
    private static boolean harmless(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
