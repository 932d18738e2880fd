package dev.postern.protocol.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Gathers what is to be sent and sends it in one piece. Confined to one thread.
public final class WireOutput {

    private static final int BUFFER = 8 * 1024;
    private static final byte[] CRLF = {'\r', '\n'};

    private final TimedSocket socket;
    private final Dialogue dialogue;
    private final byte[] buffer = new byte[BUFFER];
    private int count;

    WireOutput(TimedSocket socket, Dialogue dialogue) {
        this.socket = socket;
        this.dialogue = dialogue;
    }

    /// Appends a line of ASCII and its CRLF.
    ///
    /// @throws IllegalArgumentException if the line has a CR, LF, NUL or a character beyond ASCII
    public void line(String line) throws IOException {
        line(line, line);
    }

    /// Appends a line that must not be seen, and says `shown` to the dialogue.
    public void line(String line, String shown) throws IOException {
        write(octets(line, 0x7f));
        write(CRLF);
        note(shown);
    }

    /// Appends a line that may go beyond ASCII, in UTF-8, and its CRLF: to a peer that has said it
    /// understands that.
    ///
    /// @throws IllegalArgumentException if the line has a CR, LF or NUL
    public void utf8Line(String line) throws IOException {
        write(octets(line, Character.MAX_VALUE));
        write(CRLF);
        note(line);
    }

    /// Says to the dialogue what was sent by [#write]. Nothing goes to the peer.
    public void note(String shown) {
        if (dialogue.listens()) {
            dialogue.sent(Excerpt.of(shown));
        }
    }

    /// Appends octets as they are.
    public void write(byte[] octets) throws IOException {
        write(octets, 0, octets.length);
    }

    /// Appends octets as they are; what does not fit into the buffer is sent.
    public void write(byte[] octets, int from, int length) throws IOException {
        if (length > buffer.length - count) {
            flush();
        }
        if (length > buffer.length) {
            socket.write(octets, from, length);
            return;
        }
        System.arraycopy(octets, from, buffer, count, length);
        count += length;
    }

    /// Sends what was gathered.
    public void flush() throws IOException {
        if (count > 0) {
            int length = count;
            count = 0;
            socket.write(buffer, 0, length);
            // A credential should not outlive its sending.
            Arrays.fill(buffer, 0, length, (byte) 0);
        }
    }

    private static byte[] octets(String line, int highest) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\r' || c == '\n' || c == 0 || c > highest) {
                throw new IllegalArgumentException(
                        "a command line must not contain the character " + (int) c);
            }
        }
        return line.getBytes(StandardCharsets.UTF_8);
    }
}
