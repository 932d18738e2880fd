package dev.postern.protocol.mail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// The header fields at the beginning of a message (RFC 5322 §2.2), read to identify it.
///
/// It takes whatever comes: lines that end with a bare LF, octets that are no text, fields without
/// name, a beginning that stops anywhere. It never fails; what it cannot find is absent. An
/// immutable value, safe for use by many threads.
public final class HeaderBlock {

    /// No more of a message is looked at.
    public static final int OCTETS_MAX = 64 * 1024;

    /// No more of a field's value is returned (RFC 5322 §2.1.1 has 998 for a line).
    private static final int VALUE_MAX = 2048;

    private final byte[] octets;

    private HeaderBlock(byte[] octets) {
        this.octets = octets;
    }

    /// The header of the message that begins with these octets.
    public static HeaderBlock of(byte[] beginning) {
        return new HeaderBlock(Arrays.copyOf(beginning, Math.min(beginning.length, OCTETS_MAX)));
    }

    public Optional<String> messageId() {
        return first("Message-ID");
    }

    public Optional<String> subject() {
        return first("Subject");
    }

    public Optional<String> from() {
        return first("From");
    }

    public Optional<String> date() {
        return first("Date");
    }

    /// The value of the first field of this name, unfolded and trimmed, its encoded words left as
    /// they are; control characters become spaces. Empty if there is no such field, or it has no
    /// value.
    public Optional<String> first(String name) {
        int line = 0;
        while (line < octets.length && !blank(line)) {
            int end = fieldEnd(line);
            int value = valueOf(name, line, end);
            if (value >= 0) {
                return Optional.of(text(value, end)).filter(text -> !text.isEmpty());
            }
            line = end;
        }
        return Optional.empty();
    }

    private boolean blank(int line) {
        return octets[line] == '\n'
                || (octets[line] == '\r' && line + 1 < octets.length && octets[line + 1] == '\n');
    }

    /// Where the line after the field begins: the first that does not continue it.
    private int fieldEnd(int line) {
        int end = lineEnd(line);
        while (end < octets.length && (octets[end] == ' ' || octets[end] == '\t')) {
            end = lineEnd(end);
        }
        return end;
    }

    private int lineEnd(int from) {
        int i = from;
        while (i < octets.length && octets[i] != '\n') {
            i++;
        }
        return Math.min(i + 1, octets.length);
    }

    /// Where the value of the field begins, or -1 if it has another name. White space before the
    /// colon is obsolete, and still sent (RFC 5322 §4.5).
    private int valueOf(String name, int from, int end) {
        int i = from + name.length();
        if (i >= end) {
            return -1;
        }
        for (int n = 0; n < name.length(); n++) {
            if (lower(octets[from + n]) != lower((byte) name.charAt(n))) {
                return -1;
            }
        }
        while (i < end && (octets[i] == ' ' || octets[i] == '\t')) {
            i++;
        }
        return i < end && octets[i] == ':' ? i + 1 : -1;
    }

    private static int lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + 'a' - 'A' : octet;
    }

    private String text(int from, int to) {
        String raw = decode(from, to - from > VALUE_MAX ? boundary(from + VALUE_MAX) : to);
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\r' && c != '\n') {
                text.append(Character.isISOControl(c) ? ' ' : c);
            }
        }
        return text.toString().strip();
    }

    /// The last place at or before `end` that is not within a character of UTF-8.
    private int boundary(int end) {
        int i = end;
        while (i > end - 3 && (octets[i] & 0xc0) == 0x80) {
            i--;
        }
        return i;
    }

    /// UTF-8 (RFC 6532) if it is, else ISO 8859-1, in which everything is something.
    private String decode(int from, int to) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, from, to - from))
                    .toString();
        } catch (CharacterCodingException _) {
            return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
        }
    }
}
