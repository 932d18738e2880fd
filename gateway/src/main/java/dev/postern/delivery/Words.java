package dev.postern.delivery;

/// Makes text from outside fit for people, events and the history: one line, bounded, without
/// control characters.
public final class Words {

    /// Characters of a cleaned text, at most.
    public static final int LENGTH_MAX = 500;

    private Words() {}

    /// The text on one line: every run of control characters and blanks is one space, and what
    /// exceeds [#LENGTH_MAX] is cut.
    public static String clean(CharSequence text) {
        StringBuilder clean = new StringBuilder();
        boolean blank = false;
        for (int i = 0; i < text.length() && clean.length() < LENGTH_MAX; i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || unprintable(c)) {
                blank = true;
                continue;
            }
            if (blank && !clean.isEmpty()) {
                clean.append(' ');
            }
            blank = false;
            clean.append(c);
        }
        int end = Math.min(clean.length(), LENGTH_MAX);
        boolean halfPair = end > 0 && Character.isHighSurrogate(clean.charAt(end - 1));
        return clean.substring(0, halfPair ? end - 1 : end);
    }

    private static boolean unprintable(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED ->
                    true;
            default -> false;
        };
    }

    /// What went wrong; of an exception that is not ours with its kind, which often says more than
    /// its message.
    public static String of(Throwable failure) {
        String message = failure.getMessage();
        String kind = failure.getClass().getSimpleName();
        if (message == null) {
            return kind;
        }
        boolean ours = failure.getClass().getPackageName().startsWith("dev.postern.");
        return clean(ours ? message : kind + ": " + message);
    }
}
