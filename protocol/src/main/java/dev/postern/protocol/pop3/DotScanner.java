package dev.postern.protocol.pop3;

import dev.postern.protocol.wire.Sink;
import dev.postern.protocol.wire.WireInput;
import java.io.IOException;

/// Finds the end of a message and removes the dots that were stuffed into it (RFC 1939 §3).
///
/// Only CRLF ends a line, and only CRLF.CRLF the message: a lone LF before a dot is content. Made
/// for one message; confined to one thread.
final class DotScanner implements WireInput.Scanner {

    /*
     * Octets go to the sink in runs as long as the block allows: a run ends only before a dot that
     * begins a line. So the work per octet is one comparison in `lineEnd`, whatever comes; the states
     * matter at the edges of blocks and after line ends only.
     */
    private enum State {
        /// Within a line.
        TEXT,
        /// After a CR.
        CR,
        /// At the beginning of a line.
        LINE,
        /// After a dot at the beginning of a line, which was not passed on.
        DOT,
        /// After such a dot and a CR, neither of which was passed on.
        DOT_CR
    }

    private static final byte[] CR = {'\r'};

    private final Sink sink;
    private State state = State.LINE;
    private long octets;

    DotScanner(Sink sink) {
        this.sink = sink;
    }

    /// How many octets the sink got.
    long octets() {
        return octets;
    }

    @Override
    public int scan(byte[] block, int from, int to) throws IOException {
        int run = from;
        int i = from;
        while (i < to) {
            switch (state) {
                case TEXT -> {
                    i = afterCr(block, i, to);
                    state = block[i - 1] == '\r' ? State.CR : State.TEXT;
                }
                case CR -> {
                    byte octet = block[i++];
                    state = octet == '\n' ? State.LINE : octet == '\r' ? State.CR : State.TEXT;
                }
                case LINE -> {
                    if (block[i] == '.') {
                        pass(block, run, i);
                        run = ++i;
                        state = State.DOT;
                    } else {
                        state = State.TEXT;
                    }
                }
                case DOT -> {
                    if (block[i] == '\r') {
                        run = ++i;
                        state = State.DOT_CR;
                    } else {
                        state = State.TEXT;
                    }
                }
                case DOT_CR -> {
                    if (block[i] == '\n') {
                        return i + 1;
                    }
                    pass(CR, 0, 1);
                    state = State.CR;
                }
            }
        }
        pass(block, run, to);
        return -1;
    }

    /// Where the octet after the next CR is, or the end of the block.
    private static int afterCr(byte[] block, int from, int to) {
        int i = from;
        while (i < to) {
            if (block[i++] == '\r') {
                return i;
            }
        }
        return i;
    }

    private void pass(byte[] block, int from, int to) throws IOException {
        if (from < to) {
            octets += to - from;
            sink.write(block, from, to - from);
        }
    }
}
