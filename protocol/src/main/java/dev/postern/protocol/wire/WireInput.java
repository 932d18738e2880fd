package dev.postern.protocol.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/// Reads lines and counted octets from a peer. Confined to one thread.
///
/// A line is read octet by octet between [#beginLine] and [#endLine], or whole by [#line]. What was
/// read of it is remembered for complaints and for the [Dialogue].
public final class WireInput {

    /// As much as the kernel hands over at a time.
    private static final int BUFFER = 64 * 1024;

    private final Source source;
    private final String peer;
    private final Dialogue dialogue;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;

    private final Excerpt excerpt = new Excerpt();
    private int lineStart;
    private long lineBefore;
    private long lineMax = Long.MAX_VALUE;
    private boolean ended = true;
    private boolean concealed;

    /// @param peer who sends, for complaints
    public WireInput(Source source, String peer, Dialogue dialogue) {
        this.source = source;
        this.peer = peer;
        this.dialogue = dialogue;
    }

    /// Begins a line of at most `max` octets, data transferred in between not counted.
    public void beginLine(Wait wait, int max) {
        source.expect(wait);
        excerpt.clear();
        ended = false;
        concealed = false;
        lineStart = position;
        lineBefore = 0;
        lineMax = max;
    }

    /// Lets the line that was begun be of any length, its octets coming at the pace of data.
    public void unboundLine() {
        lineMax = Long.MAX_VALUE;
        source.expect(Wait.SILENCE);
    }

    /// The line is complete.
    public void endLine() throws ProtocolException {
        if (lineBefore + position - lineStart > lineMax) {
            throw tooLong();
        }
        ended = true;
        if (dialogue.listens()) {
            show(position);
            dialogue.received(excerpt.toString());
        }
    }

    /// The next octet, 0 to 255.
    public int next() throws IOException {
        if (position == limit) {
            fill();
        }
        return buffer[position++] & 0xff;
    }

    /// The next octet, which stays where it is.
    public int peek() throws IOException {
        if (position == limit) {
            fill();
        }
        return buffer[position] & 0xff;
    }

    /// Reads a line of at most `max` octets, its CRLF included, and returns it without. Octets
    /// beyond ASCII become the characters of ISO 8859-1.
    public String line(Wait wait, int max) throws IOException {
        beginLine(wait, max);
        String line = rest();
        endLine();
        return line;
    }

    /// Reads what is left of the line, and its CRLF, which is not returned.
    public String rest() throws IOException {
        StringBuilder before = new StringBuilder();
        int start = position;
        while (true) {
            if (position == limit) {
                before.append(text(start, position));
                fill();
                start = position;
            }
            byte octet = buffer[position++];
            if (octet == '\n') {
                return before.isEmpty() && endsLine(start)
                        ? text(start, position - 2)
                        : withoutCr(before.append(text(start, position - 1)));
            }
        }
    }

    private boolean endsLine(int start) {
        return position - start >= 2 && buffer[position - 2] == '\r';
    }

    private String withoutCr(StringBuilder line) throws ProtocolException {
        int end = line.length() - 1;
        if (end < 0 || line.charAt(end) != '\r') {
            throw complaint("ended a line with a bare LF");
        }
        line.setLength(end);
        return line.toString();
    }

    private String text(int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /// Moves exactly `count` octets of data to the sink, straight from the buffer.
    public void transfer(long count, Sink sink) throws IOException {
        setAside("<" + count + " octets>");
        long left = count;
        while (left > 0) {
            if (position == limit) {
                fill();
            }
            int part = (int) Math.min(left, limit - position);
            int from = position;
            position += part;
            left -= part;
            sink.write(buffer, from, part);
            lineStart = position;
        }
        source.expect(Wait.REPLY);
    }

    /// Looks at data as it arrives, block by block, and says how much of it is taken.
    public interface Scanner {

        /// Takes octets in `[from, to)`, at least one of them.
        ///
        /// @return where the data ends, if it ends here; -1 if all octets were taken and there is
        ///   more to come
        int scan(byte[] octets, int from, int to) throws IOException;
    }

    /// Moves data to the scanner until it says that they have ended.
    ///
    /// @return how many octets were taken
    public long transfer(Scanner scanner) throws IOException {
        beginLine(Wait.SILENCE, Integer.MAX_VALUE);
        concealed = true;
        long count = 0;
        int end = -1;
        while (end < 0) {
            if (position == limit) {
                fill();
            }
            int from = position;
            end = scanner.scan(buffer, from, limit);
            position = end < 0 ? limit : end;
            count += position - from;
            lineStart = position;
        }
        ended = true;
        if (dialogue.listens()) {
            dialogue.received("<" + count + " octets>");
        }
        return count;
    }

    /// A part of a line that is read.
    ///
    /// @param <T> what it says
    public interface Part<T> {
        T read() throws IOException;
    }

    /// Reads a part of the line that is content, and so must not be shown.
    public <T> T concealed(Part<T> part) throws IOException {
        cutOff();
        excerpt.note("<content>");
        concealed = true;
        T content = part.read();
        concealed = false;
        lineBefore += position - lineStart;
        lineStart = position;
        return content;
    }

    /// Waits up to `wait` for the peer to say something.
    ///
    /// @return false if it did not
    public boolean await(Duration wait) throws IOException {
        if (position < limit) {
            return true;
        }
        retain();
        int read = source.readWithin(wait, buffer, 0, buffer.length);
        limit = Math.max(0, read);
        if (read < 0) {
            throw ended();
        }
        return read > 0;
    }

    /// How many octets have arrived and were not read.
    public int buffered() {
        return limit - position;
    }

    /// Takes what has arrived and was not read.
    byte[] leftover() {
        byte[] rest = Arrays.copyOfRange(buffer, position, limit);
        position = limit;
        lineStart = limit;
        return rest;
    }

    /// A complaint about the line that was begun, as far as it has arrived.
    ///
    /// @param wrong what is wrong, to follow the peer's name
    public ProtocolException complaint(String wrong) {
        if (!ended) {
            show(arrived());
        } else if (!dialogue.listens()) {
            show(position);
        }
        return new ProtocolException(peer + " " + wrong, excerpt.toString());
    }

    /// Where what has arrived of the line ends. After the head of a literal that is here: what
    /// follows is content.
    private int arrived() {
        int end = position;
        if (end > 0 && buffer[end - 1] == '\n') {
            return end;
        }
        while (end < limit && buffer[end] != '\r' && buffer[end] != '\n') {
            end++;
        }
        return end;
    }

    private void setAside(String note) {
        cutOff();
        excerpt.note(note);
        source.expect(Wait.SILENCE);
    }

    /// What was read of the line goes to the excerpt.
    private void cutOff() {
        show(position);
        lineBefore += position - lineStart;
        lineStart = position;
    }

    private void show(int end) {
        if (!concealed) {
            excerpt.add(buffer, lineStart, Math.max(lineStart, end));
        }
    }

    private void fill() throws IOException {
        retain();
        int read = source.read(buffer, 0, buffer.length);
        if (read < 0) {
            throw ended();
        }
        limit = read;
        if (lineBefore > lineMax) {
            throw tooLong();
        }
    }

    /// Makes room; what the line had in the buffer goes to the excerpt.
    private void retain() {
        show(limit);
        lineBefore += limit - lineStart;
        lineStart = 0;
        position = 0;
        limit = 0;
    }

    private DisconnectedException ended() {
        String got = excerpt.toString();
        return new DisconnectedException(
                got.isEmpty()
                        ? peer + " closed the connection"
                        : peer + " closed the connection in the midst of: " + got,
                null);
    }

    private ProtocolException tooLong() {
        return complaint("sent a line of more than " + lineMax + " octets");
    }
}
