package dev.postern.protocol.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// Reads command lines (RFC 5321 §4.1.1).
///
/// Old devices are forgiven what cannot be misunderstood: blanks at the end of a line, blanks after
/// the colon of MAIL and RCPT, and a missing pair of angle brackets there.
final class CommandParser {

    /// RFC 5321 §4.5.3.1.2 has 255 for a domain; what follows it in some clients' EHLO does no
    /// harm.
    private static final int NAME_MAX = 255;

    private static final int SIZE_DIGITS_MAX = 18;

    private final MailParser mail;

    /// @param name the host name, where postmaster without a domain is at home
    CommandParser(String name) {
        this.mail = new MailParser(name);
    }

    /// The text in the octets of a line: UTF-8 (RFC 6531 §3.3), and no control character.
    ///
    /// @param octets one character an octet
    /// @return empty if it is none
    static Optional<String> text(String octets) {
        if (octets.chars().anyMatch(octet -> octet < ' ' || octet == 0x7f)) {
            return Optional.empty();
        }
        if (octets.chars().allMatch(octet -> octet < 0x80)) {
            return Optional.of(octets);
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
                            .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    /// What the line says.
    ///
    /// @param extended whether the client has said EHLO, and so may use what it announced
    ServerCommand parse(String line, boolean extended) {
        String text = line.stripTrailing();
        int blank = text.indexOf(' ');
        String verb = (blank < 0 ? text : text.substring(0, blank)).toUpperCase(Locale.ROOT);
        String rest = blank < 0 ? "" : text.substring(blank + 1).strip();
        return switch (verb) {
            case "MAIL" -> mail.mail(rest, extended);
            case "RCPT" -> mail.rcpt(rest, extended);
            case "DATA" -> alone(rest, ServerCommand.DataFollows::new);
            case "BDAT" -> bdat(rest);
            case "EHLO" -> named(rest) ? new ServerCommand.Ehlo(rest) : nameless();
            case "HELO" -> named(rest) ? new ServerCommand.Helo(rest) : nameless();
            case "STARTTLS" -> alone(rest, ServerCommand.StartTls::new);
            case "AUTH" -> auth(rest);
            case "RSET" -> alone(rest, ServerCommand.Rset::new);
            case "NOOP" -> new ServerCommand.Noop();
            case "QUIT" -> alone(rest, ServerCommand.Quit::new);
            case "HELP" -> new ServerCommand.Help();
            case "VRFY" ->
                    rest.isEmpty()
                            ? new ServerCommand.Bad(Replies.syntax("VRFY needs a name"))
                            : new ServerCommand.Vrfy();
            case "EXPN", "ETRN", "TURN", "ATRN", "SEND", "SOML", "SAML" ->
                    new ServerCommand.Bad(Replies.NOT_HERE);
            case "GET", "POST", "PUT", "HEAD", "OPTIONS", "CONNECT" ->
                    new ServerCommand.Fatal(Replies.NOT_SMTP);
            default -> new ServerCommand.Bad(Replies.UNKNOWN);
        };
    }

    private static ServerCommand alone(String rest, Supplier<ServerCommand> command) {
        return rest.isEmpty()
                ? command.get()
                : new ServerCommand.Bad(Replies.syntax("Nothing may follow this command"));
    }

    /// Printers say `EHLO [printer_1]` and worse, and it decides nothing.
    private static boolean named(String rest) {
        return !rest.isEmpty() && rest.length() <= NAME_MAX;
    }

    private static ServerCommand nameless() {
        return new ServerCommand.Bad(Replies.syntax("Say your name, of 255 characters at most"));
    }

    private static ServerCommand auth(String rest) {
        String[] words = rest.split(" ", -1);
        if (words[0].isEmpty() || words.length > 2) {
            return new ServerCommand.Bad(Replies.syntax("AUTH takes a mechanism and one response"));
        }
        return new ServerCommand.Auth(
                words[0].toUpperCase(Locale.ROOT),
                words.length == 2 ? Optional.of(words[1]) : Optional.empty());
    }

    /// A size that cannot be read leaves us without a place where the next command begins.
    private static ServerCommand bdat(String rest) {
        String[] words = rest.split(" +", -1);
        boolean last = words.length == 2 && words[1].equalsIgnoreCase("LAST");
        boolean sized = words[0].length() <= SIZE_DIGITS_MAX && words[0].matches("[0-9]+");
        return sized && (last || words.length == 1)
                ? new ServerCommand.Bdat(Long.parseLong(words[0]), last)
                : new ServerCommand.Fatal(Replies.syntax("BDAT takes a size, and maybe LAST"));
    }
}
