package dev.postern.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/// Loopback ports of servers that are other processes.
final class Ports {

    private static final int LOOKS_MAX = 3_000;
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private Ports() {}

    /// A port nobody listens on.
    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Waits until somebody listens.
    ///
    /// @param server whose end ends the wait
    static void await(int port, Process server) throws IOException, InterruptedException {
        for (int look = 0; look < LOOKS_MAX && server.isAlive(); look++) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException _) {
                Thread.sleep(LOOK_EVERY);
            }
        }
        throw new IOException("nothing listens on port " + port + ": " + server.info());
    }
}
