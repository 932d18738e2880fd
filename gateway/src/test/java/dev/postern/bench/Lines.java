package dev.postern.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Checksum;

/// Lines that end with LF, each valid until the next is read. For one thread.
final class Lines {

    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;
    private int filled;

    Lines(InputStream in) {
        this.in = in;
    }

    /// Reads the next line.
    ///
    /// @throws EOFException if there is none
    void next() throws IOException {
        start = end;
        int at = start;
        while (true) {
            while (at < filled) {
                if (buffer[at++] == '\n') {
                    end = at;
                    return;
                }
            }
            at = fill(at);
        }
    }

    private int fill(int at) throws IOException {
        System.arraycopy(buffer, start, buffer, 0, filled - start);
        filled -= start;
        int moved = at - start;
        start = 0;
        if (filled == buffer.length) {
            throw new IOException("the line is too long");
        }
        int read = in.read(buffer, filled, buffer.length - filled);
        if (read < 0) {
            throw new EOFException("no line any more");
        }
        filled += read;
        return moved;
    }

    /// Whether there is more that has been read already.
    boolean more() {
        return end < filled;
    }

    String text() {
        return new String(buffer, start, end - start, StandardCharsets.ISO_8859_1).strip();
    }

    /// Whether the line is these octets and CRLF.
    boolean is(String octets) {
        return end - start == octets.length() + 2 && text().equals(octets);
    }

    /// Adds the line up, without the dot that SMTP puts before a dot.
    void addTo(Checksum sum) {
        int skipped = buffer[start] == '.' ? 1 : 0;
        sum.update(buffer, start + skipped, end - start - skipped);
    }
}
