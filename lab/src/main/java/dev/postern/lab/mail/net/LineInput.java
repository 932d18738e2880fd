package dev.postern.lab.mail.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads what a client says: lines that end in CRLF, and counted octets. Used by the session's
/// thread alone.
public final class LineInput {

    private static final int BUFFER = 1024;

    private InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;

    LineInput(InputStream in) {
        this.in = in;
    }

    /// Goes on with another stream. What was sent before belongs to the old one and is dropped.
    void replace(InputStream other) {
        in = other;
        from = 0;
        to = 0;
    }

    /// True if the client has said more already, so that an answer need not be hurried.
    public boolean hasMore() throws IOException {
        return from < to || in.available() > 0;
    }

    /// The next line without its CRLF, each octet a character.
    ///
    /// @throws BadLineException if it is longer than `max` octets or has a CR or LF of its own; the
    ///   line was read to its end
    /// @throws EOFException if the client has gone
    public String line(int max) throws IOException, BadLineException {
        byte[] line = new byte[128];
        int length = 0;
        boolean bare = false;
        while (true) {
            int octet = read();
            if (octet == '\n') {
                break;
            }
            bare |= length > 0 && line[length - 1] == '\r';
            if (length > max) {
                skipLine();
                throw new BadLineException("more than %d octets".formatted(max));
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, 2 * length);
            }
            line[length++] = (byte) octet;
        }
        if (length == 0 || line[length - 1] != '\r' || bare) {
            throw new BadLineException("a bare CR or LF");
        }
        return new String(line, 0, length - 1, StandardCharsets.ISO_8859_1);
    }

    /// The next octet.
    public int octet() throws IOException {
        return read();
    }

    /// Exactly so many octets.
    public byte[] octets(int count) throws IOException {
        byte[] octets = new byte[count];
        int done = 0;
        while (done < count) {
            fill();
            int copied = Math.min(count - done, to - from);
            System.arraycopy(buffer, from, octets, done, copied);
            from += copied;
            done += copied;
        }
        return octets;
    }

    /// Reads so many octets and forgets them.
    public void skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            fill();
            int skipped = (int) Math.min(left, to - from);
            from += skipped;
            left -= skipped;
        }
    }

    /// Waits for the client's end, at most until the socket's timeout; what it says meanwhile is
    /// kept. False if there is no more room for that, and nothing was waited for.
    boolean awaitEnd() throws IOException {
        if (from == to) {
            from = 0;
            to = 0;
        }
        if (to == buffer.length) {
            return false;
        }
        int read = in.read(buffer, to, buffer.length - to);
        if (read < 0) {
            throw new EOFException("the client closed the connection");
        }
        to += read;
        return true;
    }

    private void skipLine() throws IOException {
        while (read() != '\n') {
            // a line has no end until its LF; the client's patience and the socket's timeout bound
            // it
        }
    }

    private int read() throws IOException {
        fill();
        return buffer[from++] & 0xff;
    }

    private void fill() throws IOException {
        if (from < to) {
            return;
        }
        int read = in.read(buffer, 0, buffer.length);
        if (read < 0) {
            throw new EOFException("the client closed the connection");
        }
        from = 0;
        to = read;
    }
}
