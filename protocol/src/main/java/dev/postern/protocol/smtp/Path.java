package dev.postern.protocol.smtp;

import java.util.Optional;

/// The argument of MAIL or RCPT, cut in two (RFC 5321 §4.1.2).
///
/// @param address without its brackets and without a source route (RFC 5321 appendix C), not yet
///   looked at; empty for the null path
/// @param parameters what follows
record Path(String address, String parameters) {

    /// The path this text begins with; empty if it begins with none.
    static Optional<Path> of(String text) {
        if (text.startsWith("<")) {
            int end = end(text);
            boolean apart = end + 1 < text.length() && text.charAt(end + 1) == ' ';
            return end < 0 || !(apart || end + 1 == text.length())
                    ? Optional.empty()
                    : Optional.of(
                            new Path(
                                    withoutRoute(text.substring(1, end)),
                                    text.substring(end + 1).strip()));
        }
        int blank = text.indexOf(' ');
        String address = blank < 0 ? text : text.substring(0, blank);
        return address.isEmpty()
                ? Optional.empty()
                : Optional.of(new Path(address, blank < 0 ? "" : text.substring(blank).strip()));
    }

    /// Where the closing bracket is, which a quoted local part may contain as well; or -1.
    private static int end(String text) {
        boolean quoted = false;
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '>' && !quoted) {
                return i;
            }
        }
        return -1;
    }

    private static String withoutRoute(String path) {
        int colon = path.startsWith("@") ? path.indexOf(':') : -1;
        return path.substring(colon + 1);
    }
}
