package dev.postern.lab.mail.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

/// Accepts connections on loopback and runs a session for each, on a virtual thread of its own.
///
/// [#close] may be called from any thread; it ends every session and returns when all have ended.
public final class Listener implements AutoCloseable {

    /// What is said on one connection, from the greeting to the end. The connection is closed
    /// afterwards.
    public interface Session {
        void run(Connection connection) throws IOException;
    }

    private static final System.Logger LOG = System.getLogger(Listener.class.getName());
    private static final Duration ACCEPT_AGAIN = Duration.ofMillis(100);
    private static final int BACKLOG = 512;
    private static final int CONNECTIONS_MAX = 20_000;

    private final ServerSocket server;
    private final Transport transport;
    private final Session session;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads;

    /// Starts to listen.
    ///
    /// @param port 0 for any that is free
    public Listener(String name, int port, Transport transport, Session session)
            throws IOException {
        this.transport = transport;
        this.session = session;
        server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name(name + "-", 0).factory());
        threads.execute(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
        for (Connection connection : connections) {
            connection.abort();
        }
        threads.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                if (connections.size() >= CONNECTIONS_MAX) {
                    socket.close();
                } else {
                    threads.execute(() -> serve(socket));
                }
            } catch (RejectedExecutionException _) {
                return; // the lab ends
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.log(Level.WARNING, "Could not accept a connection", e);
                    LockSupport.parkNanos(ACCEPT_AGAIN.toNanos());
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Connection connection = new Connection(socket);
            connections.add(connection);
            try (connection) {
                if (transport instanceof Transport.Implicit(var context)) {
                    connection.secure(context);
                }
                session.run(connection);
            } finally {
                connections.remove(connection);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "A connection ended: {0}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "A session of the lab failed", e);
        }
    }
}
