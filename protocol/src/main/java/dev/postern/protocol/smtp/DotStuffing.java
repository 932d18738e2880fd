package dev.postern.protocol.smtp;

import dev.postern.protocol.wire.Sink;
import java.io.IOException;
import java.io.OutputStream;

/// Makes of a message what DATA sends of it (RFC 5321 §4.5.2): a dot before each dot that begins a
/// line, and the final dot.
///
/// What goes out has no CR and no LF but in CRLF, whatever came in, for a peer that takes a bare
/// one for a line's end would see the end of the message, and another message, where there is none
/// (RFC 5321 §2.3.8, §4.1.1.4). A bare LF, and a bare CR, become CRLF; CRs before a CRLF disappear
/// in it. NULs disappear, for a peer that drops them itself could find a dot alone on its line
/// behind one; no text may have them (RFC 2045 §2.7, §2.8).
///
/// Made for one message; confined to one thread. It does not flush, nor close anything.
final class DotStuffing extends OutputStream {

    /*
     * Octets go out in runs as long as the block allows. A run ends before a dot that begins a line
     * and at a bare CR or LF or a NUL: all are rare, so the work per octet is a comparison or two.
     */
    private enum State {
        /// At the beginning of a line.
        LINE,
        /// Within a line.
        TEXT,
        /// After CRs that were not passed on.
        CR
    }

    private static final byte[] DOT = {'.'};
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] END = {'.', '\r', '\n'};

    private final Sink sink;
    private State state = State.LINE;
    private long heldBack;

    DotStuffing(Sink sink) {
        this.sink = sink;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] block, int from, int count) throws IOException {
        int to = from + count;
        int i = from;
        while (i < to) {
            i =
                    switch (state) {
                        case CR -> afterCr(block, i);
                        case LINE, TEXT -> run(block, i, to);
                    };
        }
    }

    /// Ends the message: its last line, if that is open, and the dot.
    void end() throws IOException {
        switch (state) {
            case LINE -> {}
            case TEXT -> endLine();
            case CR -> endLines();
        }
        sink.write(END, 0, END.length);
    }

    /// What follows CRs says whether they belong to one line's end, or were one each.
    private int afterCr(byte[] block, int at) throws IOException {
        switch (block[at]) {
            case '\r' -> heldBack++;
            case '\n' -> endLine();
            case 0 -> {}
            default -> {
                endLines();
                return at;
            }
        }
        return at + 1;
    }

    private void endLines() throws IOException {
        for (long i = heldBack; i > 0; i--) {
            endLine();
        }
    }

    private void endLine() throws IOException {
        sink.write(CRLF, 0, CRLF.length);
        state = State.LINE;
    }

    /// Passes on as much as is fit to be sent in one piece.
    ///
    /// @return what is next to be looked at
    private int run(byte[] block, int from, int to) throws IOException {
        if (block[from] == 0) {
            return from + 1;
        }
        if (state == State.LINE && block[from] == '.') {
            sink.write(DOT, 0, 1);
        }
        state = State.TEXT;
        int i = from;
        while (i < to) {
            byte octet = block[i];
            if (octet > '\r' || octet < 0) {
                i++;
                continue;
            }
            if (octet == 0) {
                pass(block, from, i);
                return i + 1;
            }
            if (octet == '\n') {
                pass(block, from, i);
                endLine();
                return i + 1;
            }
            if (octet == '\r') {
                if (i + 1 >= to || block[i + 1] != '\n') {
                    pass(block, from, i);
                    state = State.CR;
                    heldBack = 1;
                    return i + 1;
                }
                i += 2;
                if (i >= to || block[i] == '.' || block[i] == 0) {
                    state = State.LINE;
                    break;
                }
            } else {
                i++;
            }
        }
        pass(block, from, i);
        return i;
    }

    private void pass(byte[] block, int from, int to) throws IOException {
        if (from < to) {
            sink.write(block, from, to - from);
        }
    }
}
