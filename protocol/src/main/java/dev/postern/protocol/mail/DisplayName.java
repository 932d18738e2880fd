package dev.postern.protocol.mail;

import java.util.regex.Pattern;

/// The name before an address, made fit to stand there (RFC 5322 §3.2.5).
public final class DisplayName {

    /// With it and the address a line stays below 998 octets (RFC 5322 §2.1.1), in any encoding.
    private static final int LENGTH_MAX = 200;

    private static final String SPECIALS = "()<>[]:;@\\,.\"";

    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");

    private DisplayName() {}

    /// The name, quoted if it has to be, and a space; empty if there is no name to keep.
    ///
    /// An "@" that is not quoted makes Exchange take the name for the sender.
    public static String before(String name) {
        String words = CONTROL.matcher(name).replaceAll("").strip();
        if (words.isEmpty() || words.length() > LENGTH_MAX) {
            return "";
        }
        if (isPhrase(words)) {
            return words + " ";
        }
        if (words.contains("=?")) {
            // In quotes encoded words are not decoded (RFC 2047 §5).
            return withoutSpecials(words) + " ";
        }
        return '"' + words.replace("\\", "\\\\").replace("\"", "\\\"") + "\" ";
    }

    /// Whether it consists of atoms and whole quoted strings.
    private static boolean isPhrase(String words) {
        int at = 0;
        while (at < words.length()) {
            char c = words.charAt(at);
            if (c == '"') {
                int end = quotedEnd(words, at);
                if (end < 0) {
                    return false;
                }
                at = end;
            } else if (SPECIALS.indexOf(c) >= 0 || c == 0x7F || (c < ' ' && c != '\t')) {
                return false;
            } else {
                at++;
            }
        }
        return true;
    }

    /// Where the quoted string ends that begins there; negative if it does not.
    private static int quotedEnd(String words, int from) {
        int at = from + 1;
        while (at < words.length()) {
            char c = words.charAt(at);
            if (c == '"') {
                return at + 1;
            }
            at += c == '\\' ? 2 : 1;
        }
        return -1;
    }

    private static String withoutSpecials(String words) {
        StringBuilder kept = new StringBuilder(words.length());
        for (int i = 0; i < words.length(); i++) {
            kept.append(SPECIALS.indexOf(words.charAt(i)) >= 0 ? ' ' : words.charAt(i));
        }
        return kept.toString().strip();
    }
}
