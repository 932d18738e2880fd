package dev.postern.protocol.smtp;

import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.protocol.wire.Printable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// What a server answers: a code of three digits and text (RFC 5321 §4.2).
///
/// @param code 200 to 599
/// @param status the enhanced status code with which the text began, if it did (RFC 2034 §4)
/// @param lines the server's words, the status set apart, fit to be shown; at least one line
public record Reply(int code, Optional<EnhancedStatus> status, List<String> lines) {

    private static final int CODE_MIN = 200;
    private static final int CODE_MAX = 599;

    /// The service is about to close the connection (RFC 5321 §3.8).
    private static final int CLOSING = 421;

    public Reply {
        lines = List.copyOf(lines);
        if (code < CODE_MIN || code > CODE_MAX || lines.isEmpty()) {
            throw new IllegalArgumentException("not a reply: " + code + " with " + lines);
        }
    }

    /// A reply of which these are the lines as they came, without code, one character an octet.
    static Reply of(int code, List<String> raw) {
        Optional<EnhancedStatus> status = EnhancedStatus.parse(firstWord(raw.getFirst()));
        String prefix = status.map(s -> firstWord(raw.getFirst())).orElse("");
        return new Reply(
                code,
                status,
                raw.stream()
                        .map(line ->
                                firstWord(line).equals(prefix)
                                        ? line.substring(prefix.length())
                                        : line)
                        .map(line -> Printable.of(decoded(line)).strip())
                        .toList());
    }

    private static String firstWord(String line) {
        int space = line.indexOf(' ');
        return space < 0 ? line : line.substring(0, space);
    }

    /// UTF-8 (RFC 6531 §3.7.4) if it is, else as it came.
    private static String decoded(String octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException _) {
            return octets;
        }
    }

    /// Done: 2yz.
    public boolean positive() {
        return code / 100 == 2;
    }

    /// Go on: 3yz.
    public boolean intermediate() {
        return code / 100 == 3;
    }

    /// Not now: 4yz.
    public boolean transientFailure() {
        return code / 100 == 4;
    }

    /// Never: 5yz.
    public boolean permanentFailure() {
        return code / 100 == 5;
    }

    /// Whether the server ends the session with it.
    public boolean closing() {
        return code == CLOSING;
    }

    /// The server's words in one line.
    public String text() {
        return String.join(" ", lines);
    }

    /// As the server said it, in one line.
    @Override
    public String toString() {
        String words = status.map(s -> s + " ").orElse("") + text();
        return (code + " " + words).strip();
    }
}
