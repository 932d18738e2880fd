package dev.postern.protocol.imap;

import dev.postern.protocol.wire.Printable;
import dev.postern.protocol.wire.ProtocolException;
import dev.postern.protocol.wire.Sink;
import dev.postern.protocol.wire.WireInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/// Reads the words of a response (RFC 3501 §9). Confined to one thread.
final class Lexer {

    private static final int WORD_MAX = 1024;
    private static final int STRING_MAX = 64 * 1024;
    private static final int DEPTH_MAX = 32;
    private static final int FLAGS_MAX = 1024;

    /// Eighteen digits fit into a long, whatever they are; no number of IMAP has more.
    private static final int DIGITS_MAX = 18;

    private final WireInput input;
    private final StringBuilder word = new StringBuilder();

    Lexer(WireInput input) {
        this.input = input;
    }

    /// A word: everything up to a space, a parenthesis, a quote or the end of the line. It may be
    /// empty.
    String word() throws IOException {
        return word(false);
    }

    /// The name of a FETCH item, with its section if it has one: `BODY[HEADER.FIELDS (A B)]<0>`.
    String item() throws IOException {
        return word(true);
    }

    private String word(boolean sections) throws IOException {
        word.setLength(0);
        boolean section = false;
        while (true) {
            int c = input.peek();
            if (c == '\r' || c == '\n' || (!section && ends(c))) {
                return word.toString();
            }
            if (word.length() == WORD_MAX) {
                throw input.complaint("sent a word of more than " + WORD_MAX + " octets");
            }
            word.append((char) input.next());
            if (sections) {
                section = c == '[' || (section && c != ']');
            }
        }
    }

    private static boolean ends(int c) {
        return c == ' ' || c == '(' || c == ')' || c == '"';
    }

    /// A number.
    long number() throws IOException {
        long number = 0;
        int digits = 0;
        while (isDigit(input.peek())) {
            if (++digits > DIGITS_MAX) {
                throw input.complaint("sent a number of more than " + DIGITS_MAX + " digits");
            }
            number = number * 10 + input.next() - '0';
        }
        if (digits == 0) {
            throw input.complaint("sent something else where a number was due");
        }
        return number;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    int peek() throws IOException {
        return input.peek();
    }

    /// Takes this octet.
    void take(char expected) throws IOException {
        int c = input.next();
        if (c != expected) {
            throw input.complaint("did not send the expected '" + expected + "'");
        }
    }

    /// Takes this octet if it comes next.
    boolean took(char wanted) throws IOException {
        if (input.peek() != wanted) {
            return false;
        }
        input.next();
        return true;
    }

    /// Takes the spaces that come next, if any.
    void spaces() throws IOException {
        while (input.peek() == ' ') {
            input.next();
        }
    }

    /// Takes the end of the line.
    void end() throws IOException {
        spaces();
        if (input.next() != '\r' || input.next() != '\n') {
            throw input.complaint("went on where its line was due to end");
        }
        input.endLine();
    }

    /// Takes the rest of the line and its end. Control characters are replaced, so that the text
    /// can be shown.
    String text() throws IOException {
        String text = Printable.of(input.rest());
        input.endLine();
        return text;
    }

    /// Takes the head of a literal, from the brace to the end of its line, and returns how many
    /// octets follow.
    long literal() throws IOException {
        take('{');
        long octets = number();
        took('+');
        take('}');
        if (input.next() != '\r' || input.next() != '\n') {
            throw input.complaint("broke off the head of a literal");
        }
        return octets;
    }

    /// Takes a string, a word or NIL, which comes out empty.
    String string() throws IOException {
        int c = input.peek();
        if (c == '"') {
            return new String(quoted(), StandardCharsets.UTF_8);
        }
        if (c == '{') {
            return new String(bounded(literal()), StandardCharsets.UTF_8);
        }
        String word = word();
        if (word.isEmpty()) {
            throw input.complaint("sent something else where a string was due");
        }
        return word.equalsIgnoreCase("NIL") ? "" : word;
    }

    private byte[] bounded(long octets) throws IOException {
        if (octets > STRING_MAX) {
            throw input.complaint("sent a string of " + octets + " octets where few were due");
        }
        ByteArrayOutputStream string = new ByteArrayOutputStream((int) octets);
        input.transfer(octets, string::write);
        return string.toByteArray();
    }

    /// Takes a quoted string and returns what it quotes.
    byte[] quoted() throws IOException {
        take('"');
        ByteArrayOutputStream string = new ByteArrayOutputStream();
        int c = input.next();
        while (c != '"') {
            if (c == '\\') {
                c = input.next();
            }
            if (c == '\r' || c == '\n') {
                throw input.complaint("did not end a quoted string");
            }
            if (string.size() == STRING_MAX) {
                throw input.complaint("sent a quoted string without end");
            }
            string.write(c);
            c = input.next();
        }
        return string.toByteArray();
    }

    /// Takes a list of flags or of other words.
    Set<String> words() throws IOException {
        take('(');
        Set<String> words = new LinkedHashSet<>();
        spaces();
        while (!took(')')) {
            String flag = word();
            if (flag.isEmpty()) {
                throw input.complaint("sent a list that is not of words");
            }
            if (words.size() < FLAGS_MAX) {
                words.add(flag);
            }
            spaces();
        }
        return words;
    }

    /// Takes a value of whatever kind and forgets it.
    void skip() throws IOException {
        skip(0);
    }

    private void skip(int depth) throws IOException {
        switch (input.peek()) {
            case '(' -> skipList(depth + 1);
            case '"' -> quoted();
            case '{' -> input.transfer(literal(), Sink.DISCARD);
            case '~' -> {
                take('~');
                input.transfer(literal(), Sink.DISCARD);
            }
            default -> {
                if (item().isEmpty()) {
                    throw input.complaint("sent nothing where a value was due");
                }
            }
        }
    }

    private void skipList(int depth) throws IOException {
        if (depth > DEPTH_MAX) {
            throw input.complaint("nested lists more than " + DEPTH_MAX + " deep");
        }
        take('(');
        spaces();
        while (!took(')')) {
            skip(depth);
            spaces();
        }
    }

    ProtocolException complaint(String wrong) {
        return input.complaint(wrong);
    }
}
