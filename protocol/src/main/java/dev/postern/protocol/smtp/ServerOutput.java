package dev.postern.protocol.smtp;

import java.io.IOException;
import java.util.Arrays;

/// Gathers replies and sends them together (RFC 2920 §3.2). Confined to one thread.
final class ServerOutput {

    private static final int BUFFER = 256;
    private static final int GATHERED_MAX = 4 * 1024;

    private final AcceptedSocket socket;
    private byte[] buffer = new byte[BUFFER];
    private int count;

    ServerOutput(AcceptedSocket socket) {
        this.socket = socket;
    }

    void reply(ServerReply reply) throws IOException {
        byte[] octets = reply.octets();
        if (count + octets.length > buffer.length) {
            if (count > GATHERED_MAX) {
                flush();
            }
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, count + octets.length));
        }
        System.arraycopy(octets, 0, buffer, count, octets.length);
        count += octets.length;
    }

    void flush() throws IOException {
        if (count > 0) {
            int gathered = count;
            count = 0;
            socket.write(buffer, 0, gathered);
        }
    }
}
