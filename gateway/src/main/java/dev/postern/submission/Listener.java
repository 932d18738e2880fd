package dev.postern.submission;

import dev.postern.account.Accounts;
import dev.postern.event.Event;
import dev.postern.event.Events;
import dev.postern.protocol.smtp.ServerSession;
import dev.postern.protocol.wire.Dialogue;
import dev.postern.protocol.wire.SessionEnd;
import dev.postern.protocol.wire.TlsOffer;
import dev.postern.relay.Relay;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/// Takes connections at one address and port and holds a session on each, on a virtual thread of
/// its own.
///
/// Safe for use by many threads. [#close] ends it in order: no new connections; sessions that wait
/// for a command are told to come back later; those in the midst of a message may finish it, for a
/// time; then the rest is cut off.
public final class Listener implements AutoCloseable {

    private static final Duration PATROL = Duration.ofSeconds(2);
    private static final Duration ACCEPT_AGAIN = Duration.ofMillis(200);
    private static final Duration PROXY_LIMIT = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
    private static final int BACKLOG = 1024;
    private static final byte[] CROWDED =
            "421 4.7.0 Too many sessions; try again later\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Profile profile;
    private final Accounts accounts;
    private final Relay relay;
    private final Events events;
    private final Duration drain;
    private final Doorkeeper door;
    private final ServerSocket server = new ServerSocket();
    private final Set<ServerSession> sessions = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads;
    private volatile boolean closing;

    private Listener(Profile profile, Accounts accounts, Relay relay, Events events, Duration drain)
            throws IOException {
        this.profile = profile;
        this.accounts = accounts;
        this.relay = relay;
        this.events = events;
        this.drain = drain;
        this.door = new Doorkeeper(profile.crowd());
        this.threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("smtp " + profile.entry() + " ", 0).factory());
    }

    /// Starts to take connections.
    ///
    /// @param drain how long [#close] lets messages finish
    /// @throws IOException if the address cannot be had
    public static Listener open(
            Profile profile, Accounts accounts, Relay relay, Events events, Duration drain)
            throws IOException {
        Listener listener = new Listener(profile, accounts, relay, events, drain);
        listener.start();
        return listener;
    }

    private void start() throws IOException {
        try {
            server.setReuseAddress(true);
            server.bind(profile.address(), BACKLOG);
        } catch (IOException e) {
            server.close();
            threads.close();
            throw new IOException(
                    "cannot listen at %s: %s".formatted(profile.entry(), e.getMessage()), e);
        }
        threads.execute(this::accept);
        threads.execute(this::patrol);
    }

    public int port() {
        return server.getLocalPort();
    }

    /// How many sessions there are.
    public int sessions() {
        return door.inside();
    }

    /// How many connections were turned away since the start because there were too many.
    public int turnedAway() {
        return door.turnedAway();
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
                                    "cannot take a connection at " + profile.entry(),
                                    Optional.of(String.valueOf(e.getMessage()))));
                }
                pause(ACCEPT_AGAIN);
            }
        }
    }

    private void admit(Socket socket) throws IOException {
        if (!door.enter()) {
            turnAway(socket);
            return;
        }
        try {
            threads.execute(() -> serve(socket));
        } catch (RejectedExecutionException e) {
            door.leave();
            socket.close();
            throw e;
        }
    }

    /// Says so where it can be understood; the few octets fit into the socket's buffer.
    private void turnAway(Socket socket) {
        try (socket) {
            if (!(profile.rules().tls() instanceof TlsOffer.Implicit)) {
                socket.getOutputStream().write(CROWDED);
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
            if (!door.enter(client.get())) {
                turnAway(socket);
                return;
            }
            try {
                converse(socket, client.get());
            } finally {
                door.leave(client.get());
            }
        } catch (IOException e) {
            events.report(over("unknown", 0, String.valueOf(e.getMessage())));
        } finally {
            door.leave();
        }
    }

    /// Who is at the other end; empty if nobody who may be.
    private Optional<InetAddress> client(Socket socket) throws IOException {
        InetAddress peer = socket.getInetAddress();
        if (!profile.behindProxy()) {
            return Optional.of(peer);
        }
        if (profile.proxies().stream().noneMatch(proxy -> proxy.contains(peer))) {
            events.report(over(peer.getHostAddress(), 0, "only proxies may connect here"));
            return Optional.empty();
        }
        socket.setSoTimeout(Math.toIntExact(PROXY_LIMIT.toMillis()));
        return Optional.of(ProxyHeader.read(socket.getInputStream()).client().orElse(peer));
    }

    private void converse(Socket socket, InetAddress client) throws IOException {
        SubmissionService service = new SubmissionService(profile, accounts, relay, client);
        ServerSession session =
                new ServerSession(socket, profile.rules(), service, Dialogue.UNHEARD);
        sessions.add(session);
        try {
            if (closing) {
                session.retire();
            }
            SessionEnd end = session.run();
            events.report(
                    over(
                            client.getHostAddress(),
                            service.taken(),
                            end.detail().isEmpty() ? end.cause().name() : end.detail()));
        } catch (RuntimeException e) {
            // Our own mistake ends this session, and no other.
            events.report(
                    over(client.getHostAddress(), service.taken(), "a defect of Postern: " + e));
        } finally {
            sessions.remove(session);
        }
    }

    private Event over(String client, int taken, String end) {
        return new Event.SessionOver(profile.entry(), client, taken, end);
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
                            "closing " + profile.entry() + " failed",
                            Optional.of(String.valueOf(e.getMessage()))));
        }
        try (ExecutorService farewells = Executors.newVirtualThreadPerTaskExecutor()) {
            sessions.forEach(session -> farewells.execute(session::retire));
            awaitSessions();
            sessions.forEach(ServerSession::cut);
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
