package dev.postern.lab.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A web server on one port; from [#start] until [#close].
public final class WebServer implements AutoCloseable {

    /// Connections beyond this are closed as soon as they are accepted.
    public static final int CONNECTIONS_MAX = 1000;

    /// How long a client may keep silent, between requests or within one.
    public static final Duration IDLE = Duration.ofMinutes(2);

    private static final int BACKLOG = 200;
    private static final Duration AFTER_FAILURE = Duration.ofMillis(20);

    private static final System.Logger LOG = System.getLogger(WebServer.class.getName());

    private final ServerSocket socket;
    private final Security security;
    private final Handler handler;
    private final InstantSource clock;
    private final ExecutorService threads;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private WebServer(
            ServerSocket socket,
            Security security,
            Handler handler,
            InstantSource clock,
            String name) {
        this.socket = socket;
        this.security = security;
        this.handler = handler;
        this.clock = clock;
        this.threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name(name + "-", 0).factory());
    }

    /// Whether and how connections are encrypted.
    public sealed interface Security {

        /// Not at all.
        record Clear() implements Security {}

        /// By TLS from the first byte; the context is asked for at each connection.
        record Tls(Supplier<SSLContext> context) implements Security {}
    }

    /// Takes a port, so that what is served there can know it.
    ///
    /// @param at port 0 takes a free one
    /// @param what it is for, in the message if it cannot be had
    public static ServerSocket bind(InetSocketAddress at, String what) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(at, BACKLOG);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw new IOException(
                    "cannot listen for " + what + " on " + at + ": " + e.getMessage(), e);
        }
    }

    /// Serves on a port that was bound, which is the server's to close from now on.
    ///
    /// @param clock what the Date field of the answers says
    /// @param name of the threads
    public static WebServer start(
            ServerSocket socket,
            Security security,
            Handler handler,
            InstantSource clock,
            String name) {
        WebServer server = new WebServer(socket, security, handler, clock, name);
        server.threads.execute(server::accept);
        return server;
    }

    /// The port it listens on.
    public int port() {
        return socket.getLocalPort();
    }

    /// Stops listening, closes every connection and waits for its threads to end.
    @Override
    public void close() {
        hangUp(socket);
        threads.shutdownNow();
        open.forEach(WebServer::hangUp);
        threads.close();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                if (open.size() >= CONNECTIONS_MAX) {
                    connection.close();
                } else {
                    open.add(connection);
                    threads.execute(() -> serve(connection));
                }
            } catch (IOException | RejectedExecutionException _) {
                // Closed, which the loop sees, or out of descriptors, which passes.
                LockSupport.parkNanos(AFTER_FAILURE.toNanos());
            }
        }
        open.forEach(WebServer::hangUp);
    }

    private void serve(Socket accepted) {
        try (Socket connection = secured(accepted)) {
            connection.setSoTimeout(Math.toIntExact(IDLE.toMillis()));
            connection.setTcpNoDelay(true);
            talk(
                    new Wire(
                            new BufferedInputStream(connection.getInputStream()),
                            connection.getOutputStream()));
        } catch (IOException _) {
            // The client went away, did not like the certificate, or spoke no HTTP: nothing is left
            // to answer.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "The lab failed to answer a request", e);
        } finally {
            hangUp(accepted);
            open.remove(accepted);
        }
    }

    private void talk(Wire wire) throws IOException, InterruptedException {
        boolean again = true;
        while (again) {
            try {
                Optional<Request> request = wire.read();
                again = request.isPresent() && answer(wire, request.get());
            } catch (BadRequestException e) {
                Answer.Response refusal = Answer.text(400, "text/plain", e.getMessage() + "\n");
                wire.write(refusal, refusal.body().size(), clock.instant(), true);
                again = false;
            }
        }
    }

    private boolean answer(Wire wire, Request request) throws IOException, InterruptedException {
        boolean last = "close".equalsIgnoreCase(request.header("connection").orElse(""));
        return switch (handler.answer(request)) {
            case Answer.Response response -> {
                wire.write(response, response.body().size(), clock.instant(), last);
                yield !last;
            }
            case Answer.Half(Answer.Response response) -> {
                wire.write(response, response.body().size() / 2, clock.instant(), false);
                yield false;
            }
            case Answer.HangUp() -> false;
            case Answer.Silence() -> {
                wire.awaitEnd();
                yield false;
            }
        };
    }

    private Socket secured(Socket connection) throws IOException {
        return switch (security) {
            case Security.Clear() -> connection;
            case Security.Tls(var context) -> {
                SSLSocket over =
                        (SSLSocket)
                                context.get()
                                        .getSocketFactory()
                                        .createSocket(connection, null, connection.getPort(), true);
                over.setUseClientMode(false);
                yield over;
            }
        };
    }

    private static void hangUp(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception _) { // it is gone either way
        }
    }
}
