package dev.postern.protocol.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Reads from a greeting which machine of Exchange Online greeted.
///
/// Its IMAP and POP3 greetings end with the machine's name in brackets, as base64 of UTF-16. Its
/// support wants to know it, and nobody else can read it.
public final class FrontEnd {

    private FrontEnd() {}

    /// The name of the machine; empty if the greeting does not tell.
    public static Optional<String> of(String greeting) {
        int open = greeting.lastIndexOf('[');
        if (open < 0 || !greeting.endsWith("]")) {
            return Optional.empty();
        }
        return decoded(greeting.substring(open + 1, greeting.length() - 1))
                .filter(name -> name.matches("[A-Za-z0-9.-]+"));
    }

    private static Optional<String> decoded(String base64) {
        try {
            ByteBuffer octets = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
            return Optional.of(StandardCharsets.UTF_16LE.newDecoder().decode(octets).toString());
        } catch (IllegalArgumentException | CharacterCodingException _) {
            // Another server's bracket, which means something else.
            return Optional.empty();
        }
    }
}
