package dev.postern.protocol.imap;

import dev.postern.protocol.login.Farewell;
import dev.postern.protocol.login.Lobby;
import dev.postern.protocol.login.LoginOverException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the arguments of a client's command, and with them the literals that they are interrupted
/// by (RFC 3501 §4.3, RFC 7888). Confined to one thread.
///
/// A literal that may not be is refused before it comes, or ends the session if it comes unasked:
/// what follows it can be told from commands in no other way.
final class Arguments {

    /// At the end of a line.
    private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)(\\+?)}$");

    /// They fit into an int; a larger number means more than anybody takes.
    private static final int DIGITS_MAX = 9;

    private final Lobby lobby;
    private String line;
    private int position;

    /// @param line the command
    /// @param position where its arguments begin
    Arguments(Lobby lobby, String line, int position) {
        this.lobby = lobby;
        this.line = line;
        this.position = position;
    }

    /// The space before an argument.
    void space() throws BadCommandException {
        if (!took(' ')) {
            throw new BadCommandException("An argument is missing");
        }
    }

    /// Nothing may follow.
    void end() throws BadCommandException {
        if (more()) {
            throw new BadCommandException("Too many arguments");
        }
    }

    boolean more() {
        return position < line.length();
    }

    boolean took(char wanted) {
        boolean there = more() && line.charAt(position) == wanted;
        position += there ? 1 : 0;
        return there;
    }

    /// A word, up to a space or the end of the line.
    String word() throws BadCommandException {
        return word(' ', ' ');
    }

    private String word(char end, char orEnd) throws BadCommandException {
        int from = position;
        while (more() && line.charAt(position) != end && line.charAt(position) != orEnd) {
            if (line.charAt(position) < ' ' || line.charAt(position) == 0x7f) {
                throw new BadCommandException("A character is not allowed there");
            }
            position++;
        }
        if (position == from) {
            throw new BadCommandException("An argument is missing");
        }
        return line.substring(from, position);
    }

    /// A string in one of its three forms: a word, in quotes, or as a literal.
    byte[] string() throws IOException {
        return string(' ');
    }

    /// A string in a list, or nothing if it is NIL there.
    Optional<String> listed() throws IOException {
        boolean bare = more() && line.charAt(position) != '"' && line.charAt(position) != '{';
        String text = new String(string(')'), StandardCharsets.UTF_8);
        return bare && text.equalsIgnoreCase("NIL") ? Optional.empty() : Optional.of(text);
    }

    private byte[] string(char orEnd) throws IOException {
        if (took('"')) {
            return quoted();
        }
        Matcher literal = LITERAL.matcher(line);
        if (literal.find() && literal.start() == position) {
            return literal(size(literal), literal.group(2).isEmpty());
        }
        return word(' ', orEnd).getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] quoted() throws BadCommandException {
        StringBuilder text = new StringBuilder();
        while (!took('"')) {
            if (took('\\') && (!more() || "\\\"".indexOf(line.charAt(position)) < 0)) {
                throw new BadCommandException("Only \\ and \" can be quoted by a \\");
            }
            if (!more()) {
                throw new BadCommandException("A quoted string has no end");
            }
            if (line.charAt(position) == 0) {
                throw new BadCommandException("A character is not allowed there");
            }
            text.append(line.charAt(position++));
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int size(Matcher literal) {
        String digits = literal.group(1);
        return digits.length() > DIGITS_MAX ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    private byte[] literal(int octets, boolean asked) throws IOException {
        if (octets > lobby.literalMax()) {
            if (asked) {
                position = line.length();
                throw new BadCommandException("The literal is larger than this server takes here");
            }
            throw LoginOverException.because(Farewell.TOO_LARGE);
        }
        if (asked) {
            lobby.say("+ Go ahead");
        }
        byte[] content = lobby.octets(octets);
        line = lobby.answer();
        position = 0;
        return content;
    }

    /// Passes over what is left of a command that is not taken, with the literals that come
    /// unasked; for those that are asked for nobody goes on.
    void drop() throws IOException {
        Matcher literal = LITERAL.matcher(line);
        while (literal.find(Math.min(position, line.length())) && !literal.group(2).isEmpty()) {
            byte[] _ = literal(size(literal), false);
            literal = LITERAL.matcher(line);
        }
    }
}
