package dev.postern.guide;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/// Ports for a program of its own. They lie below those that the system hands out, so that nobody
/// is given them meanwhile.
final class Ports {

    private static final int FROM = 12_000;
    private static final int TO = 31_000;

    private Ports() {}

    static int free() throws IOException {
        RandomGenerator random = RandomGenerator.getDefault();
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = random.nextInt(FROM, TO);
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException _) {
                // Somebody has it.
            }
        }
        throw new IOException("no port is free");
    }
}
