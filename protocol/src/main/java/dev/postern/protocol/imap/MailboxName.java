package dev.postern.protocol.imap;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The modified UTF-7 in which mailbox names go over the wire (RFC 3501 §5.1.3): printable ASCII as
/// it is, `&` as `&-`, all else as base64 of UTF-16 between `&` and `-`.
final class MailboxName {

    private MailboxName() {}

    static String encode(String name) {
        StringBuilder encoded = new StringBuilder(name.length() + 8);
        int i = 0;
        while (i < name.length()) {
            char c = name.charAt(i);
            if (printable(c)) {
                encoded.append(c == '&' ? "&-" : String.valueOf(c));
                i++;
            } else {
                int end = i;
                while (end < name.length() && !printable(name.charAt(end))) {
                    end++;
                }
                encoded.append('&').append(base64(name.substring(i, end))).append('-');
                i = end;
            }
        }
        return encoded.toString();
    }

    /// The name behind what a server sent; what is not well encoded stays as it is.
    static String decode(String encoded) {
        StringBuilder name = new StringBuilder(encoded.length());
        int i = 0;
        while (i < encoded.length()) {
            int end = encoded.charAt(i) == '&' ? encoded.indexOf('-', i) : -1;
            if (end < 0) {
                name.append(encoded.charAt(i));
                i++;
            } else {
                name.append(shifted(encoded.substring(i + 1, end)));
                i = end + 1;
            }
        }
        return name.toString();
    }

    private static String shifted(String base64) {
        if (base64.isEmpty()) {
            return "&";
        }
        try {
            byte[] octets = Base64.getDecoder().decode(base64.replace(',', '/'));
            return StandardCharsets.UTF_16BE
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException _) {
            // Somebody stored a name as it should not be; it must still be possible to name it.
            return "&" + base64 + "-";
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_16BE))
                .replace('/', ',');
    }

    private static boolean printable(char c) {
        return c >= ' ' && c < 0x7f;
    }
}
