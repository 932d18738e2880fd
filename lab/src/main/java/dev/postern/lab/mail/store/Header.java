package dev.postern.lab.mail.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The header of a message.
///
/// @param length in octets, with the empty line that ends it
public record Header(List<Field> fields, long length) {

    private static final int LENGTH_USUAL = 8 * 1024;
    private static final int LENGTH_MAX = 1024 * 1024;

    /// One field as it stands, folded, with its CRLF; each character is an octet.
    public record Field(String name, String raw) {

        /// What follows the colon, unfolded.
        public String value() {
            return raw.substring(raw.indexOf(':') + 1).replaceAll("\r\n(?=[ \t])", "").strip();
        }
    }

    public Header {
        fields = List.copyOf(fields);
    }

    /// Reads the header of a message; at most its first MiB counts as header.
    public static Header of(MessageSource source) throws IOException {
        String text = read(source);
        List<Field> fields = new ArrayList<>();
        for (String line : text.split("(?<=\r\n)(?![ \t])", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.add(new Field(line.substring(0, colon).strip(), line));
            }
        }
        return new Header(fields, text.length());
    }

    /// The value of the first field of this name, in any case.
    public Optional<String> first(String name) {
        return fields.stream()
                .filter(field -> field.name.equalsIgnoreCase(name))
                .findFirst()
                .map(Field::value);
    }

    private static String read(MessageSource source) throws IOException {
        String start = start(source, LENGTH_USUAL);
        int end = end(start);
        if (end < 0 && source.size() > LENGTH_USUAL) {
            start = start(source, LENGTH_MAX);
            end = end(start);
        }
        return end < 0 ? start : start.substring(0, end);
    }

    private static String start(MessageSource source, int length) throws IOException {
        try (InputStream in = source.open()) {
            return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        }
    }

    private static int end(String start) {
        if (start.startsWith("\r\n")) {
            return 2;
        }
        int empty = start.indexOf("\r\n\r\n");
        return empty < 0 ? -1 : empty + 4;
    }
}
