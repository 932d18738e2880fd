package dev.postern.protocol.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads lines, and octets between them, from a client. Confined to one thread.
///
/// Before it waits for the client it sends what the output has gathered, so that a group of
/// commands gets its replies together and no client waits for one (RFC 2920 §3.2).
public final class ServerInput {

    /*
     * A session that waits for a command has a buffer for one, so that thousands of them cost little.
     * It grows for a long line, and while a message comes a larger one stands in for it.
     */
    private static final int LINE_BUFFER = 1024;
    private static final int CONTENT_BUFFER = 16 * 1024;
    private static final int CONTENT_BUFFER_MAX = 64 * 1024;

    private static final int DROPPED_MAX = 1024 * 1024;

    private final AcceptedSocket socket;
    private final ServerOutput output;
    private final int lineMax;
    private final int droppedMax;
    private final byte[] lineBuffer = new byte[LINE_BUFFER];
    private byte[] buffer = lineBuffer;
    private int position;
    private int limit;

    /// @param lineMax octets of a line, its CRLF not counted
    public ServerInput(AcceptedSocket socket, ServerOutput output, int lineMax) {
        this(socket, output, lineMax, DROPPED_MAX);
    }

    /// @param lineMax octets of a line, its CRLF not counted
    /// @param droppedMax octets that are dropped beyond that to find the end of the line, before
    ///   the client is given up
    public ServerInput(AcceptedSocket socket, ServerOutput output, int lineMax, int droppedMax) {
        this.socket = socket;
        this.output = output;
        this.lineMax = lineMax;
        this.droppedMax = droppedMax;
    }

    /// A line as it came.
    public sealed interface Line {

        /// @param text without its CRLF; octets beyond ASCII are the characters of ISO 8859-1
        record Whole(String text) implements Line {}

        /// More than may be; its end was found, and the next line can be read.
        record TooLong() implements Line {}

        /// Nobody knows where it ends.
        record Endless() implements Line {}

        /// It ends for us elsewhere than for the client.
        record BareLf() implements Line {}
    }

    /// How many octets the client has sent that were not read.
    public int buffered() {
        return limit - position;
    }

    /// Waits until the client says something.
    ///
    /// @param due of [System#nanoTime]
    /// @param awaited what it should say, as [LostClientException#late] wants it
    public void await(long due, String awaited) throws IOException {
        more(due, awaited);
    }

    /// The next line.
    public Line line(long due, String awaited) throws IOException {
        int searched = 0;
        while (true) {
            for (int i = position + searched; i < limit; i++) {
                if (buffer[i] == '\n') {
                    return cut(i);
                }
            }
            searched = limit - position;
            boolean mayEnd = searched == lineMax + 1 && buffer[limit - 1] == '\r';
            if (searched > lineMax && !mayEnd) {
                return dropped(due);
            }
            more(due, awaited);
        }
    }

    private Line cut(int lf) {
        int from = position;
        position = lf + 1;
        if (lf == from || buffer[lf - 1] != '\r') {
            return new Line.BareLf();
        }
        int length = lf - 1 - from;
        return length > lineMax
                ? new Line.TooLong()
                : new Line.Whole(new String(buffer, from, length, StandardCharsets.ISO_8859_1));
    }

    /// Drops a line that is too long, and its end.
    private Line dropped(long due) throws IOException {
        for (int dropped = 0; dropped < droppedMax; dropped += limit) {
            boolean cr = buffer[limit - 1] == '\r';
            position = limit;
            more(due, "to end a line");
            for (int i = 0; i < limit; i++) {
                if (buffer[i] == '\n') {
                    position = i + 1;
                    return (i > 0 ? buffer[i - 1] == '\r' : cr)
                            ? new Line.TooLong()
                            : new Line.BareLf();
                }
            }
        }
        return new Line.Endless();
    }

    /// Exactly so many octets, which may be any.
    ///
    /// @param count few enough to be held
    public byte[] octets(int count, long due, String awaited) throws IOException {
        while (limit - position < count) {
            more(due, awaited);
        }
        position += count;
        return Arrays.copyOfRange(buffer, position - count, position);
    }

    /// Hands to the scanner what has come, at most so much of it.
    ///
    /// @return whether the scanner says that what it looks for ends here
    public boolean scan(WireInput.Scanner scanner, int most) throws IOException {
        int from = position;
        int to = from + Math.min(most, limit - from);
        int end = scanner.scan(buffer, from, to);
        position = end < 0 ? to : end;
        return end >= 0;
    }

    /// Waits for more content, with a larger buffer than for lines; all that came must be read.
    ///
    /// @return how many octets have come
    public int fill(long due, String awaited) throws IOException {
        output.flush();
        widen();
        int read = socket.read(buffer, 0, buffer.length, due, awaited);
        if (read < 0) {
            throw LostClientException.gone(awaited);
        }
        limit = read;
        return read;
    }

    /// Takes what the client has sent and nobody has read.
    public byte[] leftover() {
        byte[] rest = Arrays.copyOfRange(buffer, position, limit);
        position = limit;
        return rest;
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
            throw LostClientException.gone(awaited);
        }
        limit += read;
    }
}
