package dev.postern.token;

/// Makes a server's words fit to be shown: one line, printable, bounded.
final class Words {

    private Words() {}

    static String tame(String text, int max) {
        StringBuilder tame = new StringBuilder(Math.min(text.length(), max));
        text.codePoints()
                .limit(max)
                .map(c -> isPrintable(c) ? c : ' ')
                .forEach(tame::appendCodePoint);
        return tame.toString().strip().replaceAll(" {2,}", " ");
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }
}
