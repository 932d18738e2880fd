package dev.postern.lab.mail.store;

import java.io.ByteArrayOutputStream;
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
        ByteArrayOutputStream header = new ByteArrayOutputStream(2048);
        byte[] buffer = new byte[4096];
        try (InputStream in = source.open()) {
            int read;
            while (header.size() < LENGTH_MAX && (read = in.read(buffer)) > 0) {
                int before = Math.max(0, header.size() - 3);
                header.write(buffer, 0, read);
                String text = header.toString(StandardCharsets.ISO_8859_1);
                int end = text.startsWith("\r\n") ? -2 : text.indexOf("\r\n\r\n", before);
                if (end != -1) {
                    return text.substring(0, end + 4);
                }
            }
        }
        return header.toString(StandardCharsets.ISO_8859_1);
    }
}
