package dev.postern.protocol.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A stretch of network before a server that gets slow: after so many octets, what the server says
/// comes one octet at a time.
public final class SlowLine implements ScriptedServer.Play {

    private final int port;
    private final long fast;
    private final long pauseMillis;

    /// @param port where the server is
    /// @param fast how many of its octets come at once
    /// @param pauseMillis the time between octets after that
    public SlowLine(int port, long fast, long pauseMillis) {
        this.port = port;
        this.fast = fast;
        this.pauseMillis = pauseMillis;
    }

    @Override
    public void run(Socket client) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var _ =
                    threads.submit(() -> {
                        client.getInputStream().transferTo(server.getOutputStream());
                        server.shutdownOutput();
                        return null;
                    });
            trickle(server.getInputStream(), client.getOutputStream());
        }
    }

    private void trickle(InputStream from, OutputStream to) throws IOException {
        long count = 0;
        try {
            for (int octet = from.read(); octet >= 0; octet = from.read()) {
                to.write(octet);
                if (++count > fast) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
                }
            }
        } catch (IOException _) {
            // The client has hung up, as it should.
        }
    }
}
