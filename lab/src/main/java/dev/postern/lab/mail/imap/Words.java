package dev.postern.lab.mail.imap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A command's text, read word by word (RFC 3501 §9). Used by one thread.
///
/// Literals stand in the text as on the wire: `{n}`, CRLF, n octets.
final class Words {

    private static final int LIST_MAX = 10_000;

    private final byte[] text;
    private int at;

    Words(byte[] text) {
        this.text = text;
    }

    boolean atEnd() {
        return at == text.length;
    }

    /// True if this character comes next.
    boolean sees(char next) {
        return at < text.length && text[at] == next;
    }

    /// True if a digit or `*` comes next.
    boolean seesNumber() {
        return sees('*') || (at < text.length && text[at] >= '0' && text[at] <= '9');
    }

    /// Steps over this character if it comes next.
    boolean skips(char next) {
        boolean seen = sees(next);
        if (seen) {
            at++;
        }
        return seen;
    }

    void expect(char next) throws Refusal {
        if (!skips(next)) {
            throw Refusal.badArgument();
        }
    }

    void space() throws Refusal {
        expect(' ');
    }

    void end() throws Refusal {
        if (!atEnd()) {
            throw Refusal.badArgument();
        }
    }

    /// Characters up to a space, a parenthesis, a bracket, an angle or the end; at least one.
    String atom() throws Refusal {
        return upTo(" ()[]<>{\"");
    }

    /// As [#atom], with brackets and angles in it.
    String wideAtom() throws Refusal {
        return upTo(" (){\"");
    }

    String verb() throws Refusal {
        return atom().toUpperCase(Locale.ROOT);
    }

    /// An astring or list-mailbox: atom, quoted string or literal.
    String string() throws Refusal {
        if (sees('"')) {
            return quoted();
        }
        if (sees('{')) {
            return new String(literal(), StandardCharsets.ISO_8859_1);
        }
        return wideAtom();
    }

    /// A literal's octets.
    byte[] literal() throws Refusal {
        expect('{');
        long length = number();
        skips('+');
        expect('}');
        expect('\r');
        expect('\n');
        if (length > text.length - at) {
            throw Refusal.badArgument();
        }
        at += (int) length;
        return Arrays.copyOfRange(text, at - (int) length, at);
    }

    /// An unsigned number of 32 bits.
    long number() throws Refusal {
        int start = at;
        while (at < text.length && text[at] >= '0' && text[at] <= '9' && at - start < 10) {
            at++;
        }
        if (start == at) {
            throw Refusal.badArgument();
        }
        long number =
                Long.parseLong(new String(text, start, at - start, StandardCharsets.US_ASCII));
        if (number > 0xffff_ffffL) {
            throw Refusal.badArgument();
        }
        return number;
    }

    /// `(word word …)`.
    List<String> list() throws Refusal {
        expect('(');
        List<String> words = new ArrayList<>();
        while (!skips(')')) {
            if (!words.isEmpty()) {
                space();
            }
            words.add(string());
            if (words.size() > LIST_MAX) {
                throw Refusal.badArgument();
            }
        }
        return words;
    }

    /// All that is left, as it stands.
    String rest() {
        String rest = new String(text, at, text.length - at, StandardCharsets.ISO_8859_1);
        at = text.length;
        return rest;
    }

    private String quoted() throws Refusal {
        expect('"');
        StringBuilder word = new StringBuilder();
        while (!skips('"')) {
            skips('\\');
            if (atEnd() || sees('\r') || sees('\n')) {
                throw Refusal.badArgument();
            }
            word.append((char) (text[at++] & 0xff));
        }
        return word.toString();
    }

    private String upTo(String enders) throws Refusal {
        int start = at;
        while (at < text.length && text[at] > ' ' && enders.indexOf(text[at]) < 0) {
            at++;
        }
        if (start == at) {
            throw Refusal.badArgument();
        }
        return new String(text, start, at - start, StandardCharsets.ISO_8859_1);
    }
}
