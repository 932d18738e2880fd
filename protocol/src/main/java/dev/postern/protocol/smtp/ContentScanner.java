package dev.postern.protocol.smtp;

import dev.postern.protocol.wire.Sink;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looks at the content of one message as it comes, passes it on, and finds what is wrong with it
/// and, in DATA, where it ends (RFC 5321 §4.1.1.4, §4.5.2).
///
/// Only CRLF ends a line and only CRLF.CRLF the message. After the first [Flaw] nothing more is
/// passed on, but the end is looked for as before, so that what a client hides in a message is
/// never taken for commands. Confined to one thread.
final class ContentScanner {

    /*
     * Octets go to the sink in runs as long as a block allows: a run ends only before a dot that
     * begins a line. Within a line eight octets are looked at together for one that is less than 14,
     * which CR, LF, NUL and not much else are. The states matter at line ends and at the edges of
     * blocks only.
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

    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LESS_THAN_14 = 0x0e0e0e0e0e0e0e0eL;
    private static final long HIGH = 0x8080808080808080L;

    private final boolean dots;
    private final ServerLimits limits;
    private final Sink sink;

    private State state = State.LINE;
    private boolean header = true;
    private long before;
    private long line;
    private long passed;
    private int tail;
    private @Nullable Flaw flaw;

    private ContentScanner(boolean dots, ServerLimits limits, Sink sink) {
        this.dots = dots;
        this.limits = limits;
        this.sink = sink;
    }

    /// For DATA: dots are unstuffed, and a dot alone on its line is the end.
    static ContentScanner ofData(ServerLimits limits, Sink sink) {
        return new ContentScanner(true, limits, sink);
    }

    /// For BDAT: octets are what they are, and the end is elsewhere.
    static ContentScanner ofChunks(ServerLimits limits, Sink sink) {
        return new ContentScanner(false, limits, sink);
    }

    /// Takes octets in `[from, to)`.
    ///
    /// @return where the content ends, if it ends here; -1 if all octets were taken and there is
    ///   more to come
    int scan(byte[] block, int from, int to) {
        int run = from;
        int i = from;
        while (i < to) {
            switch (state) {
                case TEXT -> {
                    i = special(block, i, to);
                    if (i < to) {
                        special(block[i]);
                        i++;
                    }
                }
                case CR -> {
                    if (block[i] == '\n') {
                        i++;
                        lineEnds(before + i - from);
                    } else {
                        flawed(Flaw.BARE_CR);
                        state = State.TEXT;
                    }
                }
                case LINE -> {
                    if (dots && block[i] == '.') {
                        pass(block, run, i);
                        run = ++i;
                        state = State.DOT;
                    } else {
                        if (block[i] == '\r') {
                            headerEnds(before + i - from);
                        }
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
                    flawed(Flaw.BARE_CR);
                    state = State.TEXT;
                }
            }
        }
        pass(block, run, to);
        blockEnds(block, from, to);
        return -1;
    }

    /// The content is complete, after its last chunk.
    void end() {
        if (state == State.CR) {
            flawed(Flaw.BARE_CR);
        }
    }

    /// Why the message is refused, as far as is known.
    Optional<Flaw> flaw() {
        return Optional.ofNullable(flaw);
    }

    /// Whether a client with other ideas of a line's end might think that it has ended the message:
    /// what came last is a dot between what it may take for line ends.
    boolean seemsEnded() {
        boolean crlf = (tail & 0xffff) == ('\r' << Byte.SIZE | '\n');
        int last = crlf ? tail >>> Byte.SIZE : tail;
        return flaw != null
                && isLineEnd(last & 0xff)
                && ((last >>> Byte.SIZE) & 0xff) == '.'
                && isLineEnd((last >>> (2 * Byte.SIZE)) & 0xff);
    }

    private static boolean isLineEnd(int octet) {
        return octet == '\r' || octet == '\n';
    }

    /// The first CR, LF or NUL in `[from, to)`, or `to`.
    private static int special(byte[] block, int from, int to) {
        int i = from;
        while (i <= to - Long.BYTES) {
            long eight = (long) EIGHT.get(block, i);
            long less = (eight - LESS_THAN_14) & ~eight & HIGH;
            if (less == 0) {
                i += Long.BYTES;
            } else {
                // Of those that seem less, the first always is: borrows go upwards only.
                i += Long.numberOfTrailingZeros(less) / Byte.SIZE;
                if (isSpecial(block[i])) {
                    return i;
                }
                i++;
            }
        }
        while (i < to && !isSpecial(block[i])) {
            i++;
        }
        return i;
    }

    private static boolean isSpecial(byte octet) {
        return octet == '\r' || octet == '\n' || octet == 0;
    }

    private void special(byte octet) {
        switch (octet) {
            case '\r' -> state = State.CR;
            case '\n' -> flawed(Flaw.BARE_LF);
            default -> flawed(Flaw.NUL);
        }
    }

    private void lineEnds(long at) {
        boundLine(at);
        line = at;
        state = State.LINE;
    }

    private void boundLine(long at) {
        if (at - line > limits.textLine()) {
            flawed(Flaw.LINE_TOO_LONG);
        }
    }

    private void headerEnds(long at) {
        boundHeader(at);
        header = false;
    }

    private void boundHeader(long at) {
        if (header && at > limits.header()) {
            flawed(Flaw.HEADER_TOO_LARGE);
        }
    }

    private void blockEnds(byte[] block, int from, int to) {
        before += to - from;
        boundLine(before);
        boundHeader(before);
        for (int i = Math.max(from, to - Integer.BYTES); i < to; i++) {
            tail = tail << Byte.SIZE | (block[i] & 0xff);
        }
    }

    private void flawed(Flaw found) {
        if (flaw == null) {
            flaw = found;
        }
    }

    private void pass(byte[] block, int from, int to) {
        passed += to - from;
        if (passed > limits.size()) {
            flawed(Flaw.TOO_LARGE);
        }
        if (flaw != null || from == to) {
            return;
        }
        try {
            sink.write(block, from, to - from);
        } catch (IOException _) {
            // Whoever takes the message knows why; the client only hears that it was not taken.
            flawed(Flaw.NOT_TAKEN);
        }
    }
}
