package dev.postern.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// Loopback ports for servers that are told where to listen.
///
/// They lie below those that the system hands out, so that no connection is given one of them
/// before its server listens, or between two of its lives. Safe for use by many threads.
public final class Ports {

    private static final int FROM = 12_000;
    private static final int TO = 31_000;
    private static final int ATTEMPTS = 100;

    private static final int LOOKS_MAX = 3_000;
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /// A port nobody listens on, and that this process has given to nobody else.
    public static int free() throws IOException {
        RandomGenerator random = RandomGenerator.getDefault();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = random.nextInt(FROM, TO);
            if (GIVEN.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new IOException("no port is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// Waits until somebody listens.
    ///
    /// @param server whose end ends the wait
    public static void await(int port, Process server) throws IOException, InterruptedException {
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
