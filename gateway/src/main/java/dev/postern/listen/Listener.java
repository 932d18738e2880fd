package dev.postern.listen;

import dev.postern.event.Event;
import dev.postern.event.Events;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// Takes connections at one address and port and holds a session on each, on a virtual thread of
/// its own.
///
/// Safe for use by many threads. [#close] ends it in order: no new connections; sessions end as
/// soon as they may, for a time; then the rest is cut off.
public final class Listener implements AutoCloseable {

    private static final Duration PATROL = Duration.ofSeconds(2);
    private static final Duration ACCEPT_AGAIN = Duration.ofMillis(200);
    private static final Duration PROXY_LIMIT = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
    private static final int BACKLOG = 1024;

    private final Place place;
    private final Host host;
    private final Events events;
    private final Duration drain;
    private final Semaphore room;
    private final Turnstile<InetAddress> byAddress;
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final ServerSocket server = new ServerSocket();
    private final Set<Host.Session> sessions = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads;
    private volatile boolean closing;

    private Listener(Place place, Host host, Events events, Duration drain) throws IOException {
        this.place = place;
        this.host = host;
        this.events = events;
        this.drain = drain;
        this.room = new Semaphore(place.crowd().sessions());
        this.byAddress = new Turnstile<>(place.crowd().fromOneAddress());
        this.threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual()
                                .name(host.protocol() + " " + place.entry() + " ", 0)
                                .factory());
    }

    /// Starts to take connections.
    ///
    /// @param drain how long [#close] lets sessions finish
    /// @throws IOException if the address cannot be had
    public static Listener open(Place place, Host host, Events events, Duration drain)
            throws IOException {
        Listener listener = new Listener(place, host, events, drain);
        listener.start();
        return listener;
    }

    private void start() throws IOException {
        try {
            server.setReuseAddress(true);
            server.bind(place.address(), BACKLOG);
        } catch (IOException e) {
            server.close();
            threads.close();
            throw new IOException(
                    "cannot listen at %s: %s".formatted(place.entry(), e.getMessage()), e);
        }
        threads.execute(this::accept);
        threads.execute(this::patrol);
    }

    public int port() {
        return server.getLocalPort();
    }

    /// How many sessions there are.
    public int sessions() {
        return place.crowd().sessions() - room.availablePermits();
    }

    /// How many connections were turned away since the start because there were too many.
    public int turnedAway() {
        return turnedAway.get();
    }

    private void accept() {
        boolean complained = false;
        while (!closing) {
            try {
                admit(server.accept());
                complained = false;
            } catch (RejectedExecutionException _) {
                return;
            } catch (IOException e) {
                if (!closing && !complained) {
                    complained = true;
                    events.report(
                            new Event.Service(
                                    "cannot take a connection at " + place.entry(),
                                    Optional.of(String.valueOf(e.getMessage()))));
                }
                pause(ACCEPT_AGAIN);
            }
        }
    }

    private void admit(Socket socket) throws IOException {
        if (!room.tryAcquire()) {
            turnAway(socket);
            return;
        }
        try {
            threads.execute(() -> serve(socket));
        } catch (RejectedExecutionException e) {
            room.release();
            socket.close();
            throw e;
        }
    }

    /// Says so where it can be understood; the few octets fit into the socket's buffer.
    private void turnAway(Socket socket) {
        turnedAway.incrementAndGet();
        try (socket) {
            byte[] words = host.crowded();
            if (words.length > 0) {
                socket.getOutputStream().write(words);
            }
        } catch (IOException _) {
            // It has gone by itself.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Optional<InetAddress> client = client(socket);
            if (client.isEmpty()) {
                return;
            }
            if (!byAddress.enter(client.get())) {
                turnAway(socket);
                return;
            }
            try {
                converse(socket, client.get());
            } finally {
                byAddress.leave(client.get());
            }
        } catch (IOException e) {
            host.failed("unknown", String.valueOf(e.getMessage()));
        } finally {
            room.release();
        }
    }

    /// Who is at the other end; empty if nobody who may be.
    private Optional<InetAddress> client(Socket socket) throws IOException {
        InetAddress peer = socket.getInetAddress();
        if (!place.behindProxy()) {
            return Optional.of(peer);
        }
        if (place.proxies().stream().noneMatch(proxy -> proxy.contains(peer))) {
            host.failed(peer.getHostAddress(), "only proxies may connect here");
            return Optional.empty();
        }
        socket.setSoTimeout(Math.toIntExact(PROXY_LIMIT.toMillis()));
        return Optional.of(ProxyHeader.read(socket.getInputStream()).client().orElse(peer));
    }

    private void converse(Socket socket, InetAddress client) throws IOException {
        Host.Session session = host.receive(socket, client);
        sessions.add(session);
        try {
            if (closing) {
                session.retire();
            }
            session.hold();
        } catch (RuntimeException e) {
            // Our own mistake ends this session, and no other.
            host.failed(client.getHostAddress(), "a defect of Postern: " + e);
        } finally {
            sessions.remove(session);
        }
    }

    /// Ends waits that sessions cannot end themselves.
    private void patrol() {
        while (pause(PATROL)) {
            long now = System.nanoTime();
            sessions.forEach(session -> session.cutIfOverdue(now));
        }
    }

    private static boolean pause(Duration time) {
        try {
            Thread.sleep(time);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            server.close();
        } catch (IOException e) {
            events.report(
                    new Event.Service(
                            "closing " + place.entry() + " failed",
                            Optional.of(String.valueOf(e.getMessage()))));
        }
        try (ExecutorService farewells = Executors.newVirtualThreadPerTaskExecutor()) {
            sessions.forEach(session -> farewells.execute(session::retire));
            awaitSessions();
            sessions.forEach(Host.Session::cut);
        }
        threads.shutdownNow();
        threads.close();
    }

    private void awaitSessions() {
        long end = System.nanoTime() + drain.toNanos();
        boolean go = true;
        while (go && !sessions.isEmpty() && System.nanoTime() - end < 0) {
            go = pause(LOOK_AGAIN);
        }
    }
}
