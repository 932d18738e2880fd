package dev.postern.delivery.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The header of a message as its octets, field by field: for those who have to change a field and
/// leave all others exactly as they are. An immutable value.
///
/// @param fields each with its name, its folded lines and its line end, one character an octet
/// @param end where the empty line begins that ends the header, in octets from the start
public record RawHeader(List<String> fields, int end) {

    public RawHeader {
        fields = List.copyOf(fields);
    }

    /// The header at the beginning of these octets; empty if it does not end within them and there
    /// may be more.
    ///
    /// @param whole whether these are all octets of the message
    public static Optional<RawHeader> of(byte[] octets, boolean whole) {
        int end = end(octets);
        if (end < 0 && !whole) {
            return Optional.empty();
        }
        int length = end < 0 ? octets.length : end;
        String text = new String(octets, 0, length, StandardCharsets.ISO_8859_1);
        return Optional.of(new RawHeader(split(text), length));
    }

    private static int end(byte[] octets) {
        int line = 0;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\n') {
                boolean empty = i == line || (i == line + 1 && octets[line] == '\r');
                if (empty) {
                    return line;
                }
                line = i + 1;
            }
        }
        return -1;
    }

    private static List<String> split(String header) {
        List<String> fields = new ArrayList<>();
        int start = 0;
        int line = 0;
        while (line < header.length()) {
            int next = header.indexOf('\n', line) + 1;
            line = next == 0 ? header.length() : next;
            if (!isFolded(header, line)) {
                fields.add(header.substring(start, line));
                start = line;
            }
        }
        return fields;
    }

    /// Whether a line goes on with the field before it.
    public static boolean isFolded(String line) {
        return isFolded(line, 0);
    }

    private static boolean isFolded(String header, int line) {
        return header.startsWith(" ", line) || header.startsWith("\t", line);
    }

    /// Whether a field has this name.
    ///
    /// @param name in lower case
    public static boolean isNamed(String field, String name) {
        int colon = field.indexOf(':');
        return colon > 0 && field.substring(0, colon).strip().toLowerCase(Locale.ROOT).equals(name);
    }

    /// What stands behind a field's colon, without the last line end.
    public static String value(String field) {
        return field.substring(field.indexOf(':') + 1).replaceFirst("\\r?\\n$", "");
    }

    /// The octets of fields.
    public static byte[] octets(List<String> fields) {
        return String.join("", fields).getBytes(StandardCharsets.ISO_8859_1);
    }
}
