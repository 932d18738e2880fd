package dev.postern.protocol.smtp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Reads command lines and the content of messages. Confined to one thread.
///
/// Before it waits for the client it sends what the output has gathered, so that a group of
/// commands gets its replies together and no client waits for one (RFC 2920 §3.2).
final class ServerInput {

    /*
     * A session that waits for a command has a buffer for one, so that thousands of them cost little.
     * It grows for a long line, and while a message comes a larger one stands in for it.
     */
    private static final int LINE_BUFFER = 1024;
    private static final int CONTENT_BUFFER = 16 * 1024;
    private static final int CONTENT_BUFFER_MAX = 64 * 1024;

    /// RFC 4954 §4 has 12288 for a response in base64; before it may be a command.
    private static final int LINE_MAX = 12_288 + 64;

    /// What is dropped of a line too long before the client is given up.
    private static final int DROPPED_MAX = 1024 * 1024;

    /// How long is waited for the real end of a message that has ended for a client with a wrong
    /// idea of line ends.
    private static final Duration SEEMING_END = Duration.ofSeconds(5);

    private static final String COMMAND = "to send a command";

    private final AcceptedSocket socket;
    private final ServerOutput output;
    private final ServerDeadlines deadlines;
    private final byte[] lineBuffer = new byte[LINE_BUFFER];
    private byte[] buffer = lineBuffer;
    private int position;
    private int limit;

    ServerInput(AcceptedSocket socket, ServerOutput output, ServerDeadlines deadlines) {
        this.socket = socket;
        this.output = output;
        this.deadlines = deadlines;
    }

    /// A line as it came.
    sealed interface Line {

        /// @param text without its CRLF
        record Text(String text) implements Line {}

        /// It is no text, and this is to be said to it.
        record Bad(ServerReply reply) implements Line {}
    }

    /// Whether the client has said more than was read.
    boolean pending() {
        return position < limit;
    }

    /// Waits until the client says something.
    void await() throws IOException {
        more(System.nanoTime() + deadlines.command().toNanos(), COMMAND);
    }

    /// The next line.
    ///
    /// @throws SessionEndedException also if nobody knows where the line ends, or it ends for us
    ///   elsewhere than for the client
    Line line() throws IOException {
        long due = System.nanoTime() + deadlines.command().toNanos();
        int searched = 0;
        while (true) {
            for (int i = position + searched; i < limit; i++) {
                if (buffer[i] == '\n') {
                    return cut(i);
                }
            }
            searched = limit - position;
            if (searched > LINE_MAX) {
                return dropped(due);
            }
            more(due, COMMAND);
        }
    }

    private Line cut(int lf) throws SessionEndedException {
        int from = position;
        position = lf + 1;
        if (lf == from || buffer[lf - 1] != '\r') {
            throw SessionEndedException.refused(Replies.BARE_LF);
        }
        return lf - 1 - from > LINE_MAX ? new Line.Bad(Replies.LINE_TOO_LONG) : text(from, lf - 1);
    }

    private Line text(int from, int to) {
        boolean ascii = true;
        for (int i = from; i < to; i++) {
            byte octet = buffer[i];
            if ((octet >= 0 && octet < ' ') || octet == 0x7f) {
                return new Line.Bad(Replies.BAD_CHARACTER);
            }
            ascii &= octet >= 0;
        }
        if (ascii) {
            return new Line.Text(new String(buffer, from, to - from, StandardCharsets.ISO_8859_1));
        }
        try {
            return new Line.Text(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(buffer, from, to - from))
                            .toString());
        } catch (CharacterCodingException _) {
            return new Line.Bad(Replies.BAD_CHARACTER);
        }
    }

    /// Drops a line that is too long, and its end.
    private Line dropped(long due) throws IOException {
        for (int dropped = 0; dropped < DROPPED_MAX; dropped += limit) {
            boolean cr = buffer[limit - 1] == '\r';
            position = limit;
            more(due, "to end a line");
            for (int i = 0; i < limit; i++) {
                if (buffer[i] == '\n') {
                    position = i + 1;
                    if (i > 0 ? buffer[i - 1] != '\r' : !cr) {
                        throw SessionEndedException.refused(Replies.BARE_LF);
                    }
                    return new Line.Bad(Replies.LINE_TOO_LONG);
                }
            }
        }
        throw SessionEndedException.refused(Replies.LINE_TOO_LONG);
    }

    /// Moves the content of DATA to the scanner, up to its end.
    ///
    /// @param max how many octets may come before the client is given up
    /// @throws SessionEndedException also if a flawed message has ended for the client only
    void data(ContentScanner scanner, long max) throws IOException {
        Arrival arrival = new Arrival(deadlines);
        long count = 0;
        int end = -1;
        while (end < 0) {
            if (position == limit) {
                arrive(arrival, scanner);
            }
            int from = position;
            end = scanner.scan(buffer, from, limit);
            position = end < 0 ? limit : end;
            count += position - from;
            if (count > max) {
                throw SessionEndedException.refused(Replies.OVERSIZE);
            }
        }
    }

    /// Moves a chunk of BDAT to the scanner.
    void chunk(ContentScanner scanner, long size) throws IOException {
        Arrival arrival = new Arrival(deadlines);
        long left = size;
        while (left > 0) {
            if (position == limit) {
                arrive(arrival, scanner);
            }
            int part = (int) Math.min(left, limit - position);
            int _ = scanner.scan(buffer, position, position + part);
            position += part;
            left -= part;
        }
    }

    /// Waits for more of a message.
    private void arrive(Arrival arrival, ContentScanner scanner) throws IOException {
        output.flush();
        widen();
        long now = System.nanoTime();
        boolean seemsEnded = scanner.seemsEnded();
        long due = seemsEnded ? now + SEEMING_END.toNanos() : arrival.due(now);
        try {
            int read = socket.read(buffer, 0, buffer.length, due, "to send its message");
            if (read < 0) {
                throw SessionEndedException.gone("to send its message");
            }
            limit = read;
            arrival.came(read, System.nanoTime() - now);
        } catch (SessionEndedException e) {
            throw seemsEnded
                    ? scanner.flaw()
                            .map(flaw -> SessionEndedException.refused(flaw.reply()))
                            .orElse(e)
                    : e;
        }
    }

    /// The buffer is empty; makes it one for content, or a larger one if the last was filled.
    private void widen() {
        boolean filled = limit == buffer.length && buffer.length < CONTENT_BUFFER_MAX;
        if (buffer.length < CONTENT_BUFFER) {
            buffer = new byte[CONTENT_BUFFER];
        } else if (filled) {
            buffer = new byte[2 * buffer.length];
        }
        position = 0;
        limit = 0;
    }

    /// Waits for more of a line.
    private void more(long due, String awaited) throws IOException {
        int left = limit - position;
        byte[] next = buffer;
        if (left < lineBuffer.length) {
            next = lineBuffer;
        } else if (left == buffer.length) {
            next = new byte[2 * left];
        }
        System.arraycopy(buffer, position, next, 0, left);
        buffer = next;
        position = 0;
        limit = left;
        output.flush();
        int read = socket.read(buffer, limit, buffer.length - limit, due, awaited);
        if (read < 0) {
            throw SessionEndedException.gone(awaited);
        }
        limit += read;
    }
}
