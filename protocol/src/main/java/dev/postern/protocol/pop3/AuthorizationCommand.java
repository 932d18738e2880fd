package dev.postern.protocol.pop3;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// What a client can say before it has signed in (RFC 1939 §4).
sealed interface AuthorizationCommand {

    record Capa() implements AuthorizationCommand {}

    record Stls() implements AuthorizationCommand {}

    record User(String name) implements AuthorizationCommand {}

    /// @param password all that follows the command's blank, other blanks among it (RFC 1939 §7)
    record Pass(byte[] password) implements AuthorizationCommand {}

    /// AUTH without a word after it asks for the mechanisms which no RFC has, and some clients say.
    record ListMechanisms() implements AuthorizationCommand {}

    /// @param initial the initial response in base64, or `=` for an empty one (RFC 5034 §4)
    record Auth(String mechanism, Optional<String> initial) implements AuthorizationCommand {}

    record Apop() implements AuthorizationCommand {}

    record Quit() implements AuthorizationCommand {}

    /// A command of a client that has signed in, as this one has not.
    record TooEarly() implements AuthorizationCommand {}

    /// A line that is no command we do, and what is to be said to that.
    record Bad(String reply) implements AuthorizationCommand {}

    /// A line of somebody who speaks another protocol.
    record Foreign() implements AuthorizationCommand {}

    /// What the line says.
    ///
    /// @param line without its CRLF, one character an octet
    static AuthorizationCommand parse(String line) {
        int blank = line.indexOf(' ');
        String keyword = (blank < 0 ? line : line.substring(0, blank)).toUpperCase(Locale.ROOT);
        String rest = blank < 0 ? "" : line.substring(blank + 1);
        if (keyword.equals("PASS")) {
            return pass(rest);
        }
        if (line.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            return new Bad("A character in the line is not allowed there");
        }
        return parse(keyword, rest.strip());
    }

    private static AuthorizationCommand parse(String keyword, String rest) {
        return switch (keyword) {
            case "USER" -> rest.isEmpty() ? new Bad("USER takes a name") : new User(text(rest));
            case "AUTH" -> rest.isEmpty() ? new ListMechanisms() : auth(rest);
            case "APOP" -> new Apop();
            case "CAPA" -> alone(rest, Capa::new);
            case "STLS" -> alone(rest, Stls::new);
            case "QUIT" -> alone(rest, Quit::new);
            case "STAT", "LIST", "RETR", "DELE", "NOOP", "RSET", "TOP", "UIDL" -> new TooEarly();
            case "GET", "POST", "PUT", "HEAD", "OPTIONS", "CONNECT", "EHLO", "HELO" ->
                    new Foreign();
            default -> new Bad("Unknown command");
        };
    }

    private static AuthorizationCommand alone(String rest, Supplier<AuthorizationCommand> command) {
        return rest.isEmpty() ? command.get() : new Bad("Nothing may follow this command");
    }

    /// A password is whatever octets it is, but for NUL.
    private static AuthorizationCommand pass(String password) {
        return password.isEmpty() || password.indexOf(0) >= 0
                ? new Bad("PASS takes a password")
                : new Pass(password.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static AuthorizationCommand auth(String rest) {
        String[] words = rest.split(" +", -1);
        return words.length > 2
                ? new Bad("AUTH takes a mechanism and one response")
                : new Auth(words[0], words.length == 2 ? Optional.of(words[1]) : Optional.empty());
    }

    /// UTF-8 if it is, else as it came.
    private static String text(String octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException _) {
            return octets;
        }
    }
}
