package dev.postern.lab.mail.pop3;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Writes a message as a multi-line response (RFC 1939 §3): a dot at the start of a line is
/// doubled, and the last line ends in CRLF. Used by one thread.
final class DotStuffing {

    private static final int BUFFER = 16 * 1024;

    private final OutputStream out;
    private boolean atLineStart = true;
    private int before;

    DotStuffing(OutputStream out) {
        this.out = out;
    }

    /// Writes up to `most` octets of `in`.
    void write(InputStream in, long most) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long left = most;
        int read;
        while (left > 0 && (read = in.read(buffer, 0, (int) Math.min(left, BUFFER))) > 0) {
            write(buffer, read);
            left -= read;
        }
    }

    /// Writes up to `most` lines of `in`.
    void writeLines(InputStream in, long most) throws IOException {
        InputStream buffered = new BufferedInputStream(in);
        byte[] octet = new byte[1];
        long left = most;
        int read;
        while (left > 0 && (read = buffered.read()) >= 0) {
            octet[0] = (byte) read;
            write(octet, 1);
            left -= read == '\n' ? 1 : 0;
        }
    }

    private void write(byte[] octets, int length) throws IOException {
        int from = 0;
        for (int i = 0; i < length; i++) {
            if (atLineStart && octets[i] == '.') {
                out.write(octets, from, i - from);
                out.write('.');
                from = i;
            }
            atLineStart = octets[i] == '\n' && before == '\r';
            before = octets[i];
        }
        out.write(octets, from, length - from);
    }

    /// Ends the last line, if it has no end.
    void end() throws IOException {
        if (!atLineStart) {
            out.write('\r');
            out.write('\n');
        }
    }
}
