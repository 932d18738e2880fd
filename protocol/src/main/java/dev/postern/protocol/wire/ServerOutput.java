package dev.postern.protocol.wire;

import java.io.IOException;
import java.util.Arrays;

/// Gathers replies to a client and sends them together (RFC 2920 §3.2). Confined to one thread.
public final class ServerOutput {

    private static final int BUFFER = 256;
    private static final int GATHERED_MAX = 4 * 1024;

    private final AcceptedSocket socket;
    private byte[] buffer = new byte[BUFFER];
    private int count;

    public ServerOutput(AcceptedSocket socket) {
        this.socket = socket;
    }

    /// Appends whole lines.
    public void write(byte[] octets) throws IOException {
        if (count + octets.length > buffer.length) {
            if (count > GATHERED_MAX) {
                flush();
            }
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, count + octets.length));
        }
        System.arraycopy(octets, 0, buffer, count, octets.length);
        count += octets.length;
    }

    /// Sends what was gathered.
    public void flush() throws IOException {
        if (count > 0) {
            int gathered = count;
            count = 0;
            socket.write(buffer, 0, gathered);
        }
    }
}
