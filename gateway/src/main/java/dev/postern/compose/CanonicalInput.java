package dev.postern.compose;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A message as scripts write it, in the form it has on the wire: every line ends with CRLF (RFC
/// 5321 §2.3.8), whether it ended with LF, CR or CRLF before; so does the last.
///
/// For one thread.
public final class CanonicalInput extends InputStream {

    private static final int NONE = -2;

    private final InputStream in;
    private final boolean dotEnds;
    private int next = NONE;
    private boolean lineStart = true;
    private boolean ended;

    /// @param dotEnds whether a line that is only a dot ends the message, as it does for `sendmail`
    ///   without `-i`
    public CanonicalInput(InputStream in, boolean dotEnds) {
        this.in = new BufferedInputStream(in);
        this.dotEnds = dotEnds;
    }

    @Override
    public int read() throws IOException {
        if (next != NONE) {
            int now = next;
            next = NONE;
            return now;
        }
        if (ended) {
            return -1;
        }
        int octet = in.read();
        if (lineStart && dotEnds && octet == '.' && loneDot()) {
            ended = true;
            return -1;
        }
        if (octet < 0) {
            ended = true;
            return lineStart ? -1 : lineEnd();
        }
        if (octet == '\r') {
            skipLf();
            return lineEnd();
        }
        if (octet == '\n') {
            return lineEnd();
        }
        lineStart = false;
        return octet;
    }

    private int lineEnd() {
        lineStart = true;
        next = '\n';
        return '\r';
    }

    private void skipLf() throws IOException {
        in.mark(1);
        if (in.read() != '\n') {
            in.reset();
        }
    }

    private boolean loneDot() throws IOException {
        in.mark(2);
        int after = in.read();
        boolean lone = after < 0 || after == '\n' || after == '\r';
        in.reset();
        return lone;
    }

    @Override
    public int read(byte[] octets, int from, int count) throws IOException {
        int got = 0;
        while (got < count) {
            int octet = read();
            if (octet < 0) {
                return got == 0 ? -1 : got;
            }
            octets[from + got++] = (byte) octet;
        }
        return got;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
