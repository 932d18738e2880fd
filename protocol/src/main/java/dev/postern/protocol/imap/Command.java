package dev.postern.protocol.imap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A command on its way to be sent, without its tag: lines of ASCII with literals between them.
///
/// Confined to one thread.
final class Command {

    /// Longer strings are sent as literals: some servers do not take a quoted one of any length.
    private static final int QUOTED_MAX = 1000;

    /// A literal and the line that announces it, up to its opening brace.
    record Announced(String line, String literal) {

        byte[] octets() {
            return literal.getBytes(StandardCharsets.UTF_8);
        }
    }

    private final StringBuilder line = new StringBuilder();
    private final List<Announced> literals = new ArrayList<>();
    private int octets;

    Command(String words) {
        line.append(words);
    }

    /// Appends a space and words that need no quoting.
    Command words(String words) {
        line.append(' ').append(words);
        return this;
    }

    /// Appends words as they are.
    Command raw(String words) {
        line.append(words);
        return this;
    }

    /// Appends a string that is not meant for programs: what cannot be quoted becomes `?`.
    Command quoted(String text) {
        quote(text.replaceAll("[^\\x20-\\x7e]", "?"));
        return this;
    }

    /// Appends a space and the name of a mailbox.
    Command mailbox(String name) {
        return string(MailboxName.encode(name));
    }

    /// Appends a space and a string, quoted or, if that is not possible, as a literal.
    ///
    /// @throws IllegalArgumentException if it has a NUL, for which IMAP has no way
    Command string(String text) {
        if (text.indexOf(0) >= 0) {
            throw new IllegalArgumentException("a string must not contain NUL");
        }
        line.append(' ');
        if (quotable(text)) {
            quote(text);
            return this;
        }
        Announced literal = new Announced(line.toString(), text);
        literals.add(literal);
        octets += line.length() + literal.octets().length;
        line.setLength(0);
        return this;
    }

    private static boolean quotable(String text) {
        return text.length() <= QUOTED_MAX
                && ascii(text)
                && text.indexOf('\r') < 0
                && text.indexOf('\n') < 0;
    }

    static boolean ascii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private void quote(String text) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\');
            }
            line.append(c);
        }
        line.append('"');
    }

    /// The literals, each with the line before it.
    List<Announced> literals() {
        return literals;
    }

    /// The last line.
    String lastLine() {
        return line.toString();
    }

    /// About how many octets it has.
    int octets() {
        return octets + line.length();
    }
}
