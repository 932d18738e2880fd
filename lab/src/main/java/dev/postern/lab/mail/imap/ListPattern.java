package dev.postern.lab.mail.imap;

/// Which folders a LIST wants: `*` stands for anything, `%` for anything but a `/` (RFC 3501
/// §6.3.8).
///
/// Takes time in proportion to the lengths of pattern and name, whatever the pattern.
record ListPattern(String pattern) {

    boolean matches(String name) {
        // reached[i]: the pattern so far can stand for the first i characters of the name
        boolean[] reached = new boolean[name.length() + 1];
        reached[0] = true;
        for (int i = 0; i < pattern.length(); i++) {
            reached = step(pattern.charAt(i), name, reached);
        }
        return reached[name.length()];
    }

    private static boolean[] step(char wanted, String name, boolean[] before) {
        boolean[] after = new boolean[before.length];
        for (int i = 0; i < after.length; i++) {
            after[i] =
                    switch (wanted) {
                        case '*' -> before[i] || (i > 0 && after[i - 1]);
                        case '%' ->
                                before[i] || (i > 0 && after[i - 1] && name.charAt(i - 1) != '/');
                        default -> i > 0 && before[i - 1] && isSame(wanted, name.charAt(i - 1));
                    };
        }
        return after;
    }

    private static boolean isSame(char one, char other) {
        return Character.toLowerCase(one) == Character.toLowerCase(other);
    }
}
