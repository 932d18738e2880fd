package dev.postern.lab.mail.imap;

import dev.postern.lab.mail.store.Header;
import dev.postern.lab.mail.store.MessageSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/// The octets of one section of a message: a stretch of a source.
record Content(MessageSource source, long from, long length) {

    private static final int BUFFER = 16 * 1024;

    static Content of(MessageSource source, FetchItem.Section section) throws IOException {
        Content all =
                switch (section.part()) {
                    case FetchItem.Part.Whole() -> new Content(source, 0, source.size());
                    case FetchItem.Part.Head() ->
                            new Content(source, 0, Header.of(source).length());
                    case FetchItem.Part.Text() -> {
                        long start = Header.of(source).length();
                        yield new Content(source, start, source.size() - start);
                    }
                    case FetchItem.Part.Fields fields -> {
                        MessageSource chosen = MessageSource.of(chosen(source, fields));
                        yield new Content(chosen, 0, chosen.size());
                    }
                };
        return section.slice().map(all::slice).orElse(all);
    }

    /// Writes the first `keep` octets.
    void write(OutputStream out, long keep) throws IOException {
        byte[] buffer = new byte[Math.clamp(keep, 1, BUFFER)];
        long left = Math.min(keep, length);
        try (InputStream in = source.open()) {
            in.skipNBytes(from);
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    throw new IllegalStateException("A message source is shorter than its size");
                }
                out.write(buffer, 0, read);
                left -= read;
            }
        }
    }

    private Content slice(FetchItem.Slice slice) {
        long start = Math.min(slice.origin(), length);
        return new Content(source, from + start, Math.min(slice.count(), length - start));
    }

    private static byte[] chosen(MessageSource source, FetchItem.Part.Fields wanted)
            throws IOException {
        return Header.of(source).fields().stream()
                .filter(field ->
                        wanted.names().stream().anyMatch(field.name()::equalsIgnoreCase)
                                != wanted.but())
                .map(Header.Field::raw)
                .collect(Collectors.joining("", "", "\r\n"))
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
