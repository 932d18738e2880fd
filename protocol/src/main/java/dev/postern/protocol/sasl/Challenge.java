package dev.postern.protocol.sasl;

import dev.postern.protocol.wire.Printable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// What a server wants to know, or why it refuses, as it came in base64. A value.
public final class Challenge {

    private static final int SHOWN_MAX = 1000;

    private final byte[] octets;

    private Challenge(byte[] octets) {
        this.octets = octets;
    }

    /// Decodes a challenge. One that is not in base64 is taken as it is: it is only for people to
    /// read.
    public static Challenge of(String base64) {
        try {
            return new Challenge(Base64.getDecoder().decode(base64.strip()));
        } catch (IllegalArgumentException _) {
            return new Challenge(base64.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /// What the mechanism answers, in base64.
    public String answer(Mechanism mechanism) {
        return Base64.getEncoder().encodeToString(mechanism.respond(octets.clone()));
    }

    /// The challenge as text, shortened and without control characters.
    @Override
    public String toString() {
        String text = Printable.of(new String(octets, StandardCharsets.UTF_8));
        return text.substring(0, Math.min(text.length(), SHOWN_MAX));
    }
}
