package dev.postern.proxy;

import dev.postern.protocol.wire.Leg;
import java.io.IOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import jdk.net.ExtendedSocketOptions;

/// Two connections that are joined: what one peer says goes to the other, in both directions at
/// once, until both have ended.
///
/// [#run] blocks; the rest is for every thread.
final class Splice {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    /// In seconds; four minutes until a peer counts as vanished.
    private static final int KEEP_ALIVE_AFTER = 120;

    private static final int KEEP_ALIVE_EVERY = 30;
    private static final int KEEP_ALIVE_TIMES = 4;

    private final Leg client;
    private final Leg server;
    private final Patience patience;
    private final Flow toServer;
    private final Flow toClient;
    private final AtomicReference<Optional<Ended>> why = new AtomicReference<>(Optional.empty());
    private final AtomicBoolean retired = new AtomicBoolean();
    private volatile boolean over;

    /// How long is waited for what.
    ///
    /// @param idle without an octet in either direction
    /// @param stuck until a peer has taken some of what it was sent
    /// @param half until the second peer has ended after the first, without an octet
    /// @param rest without an octet until a session may be ended in order, once the server has
    ///   answered
    record Patience(Duration idle, Duration stuck, Duration half, Duration rest) {

        /// RFC 9051 §5.4 allows no less than 30 minutes, and clients say something every 29.
        static final Duration IDLE = Duration.ofMinutes(45);

        static Patience idle(Duration limit) {
            return new Patience(
                    limit, Duration.ofMinutes(10), Duration.ofMinutes(1), Duration.ofMillis(500));
        }
    }

    Splice(Leg client, Leg server, Patience patience, Buffers buffers) {
        this.client = client;
        this.server = server;
        this.patience = patience;
        watchForVanishing(client.tcp());
        watchForVanishing(server.tcp());
        this.toServer = new Flow(client, server, buffers);
        this.toClient = new Flow(server, client, buffers);
    }

    /// Lets the kernel find out, within some minutes, that a peer is not there any more.
    private static void watchForVanishing(Socket socket) {
        try {
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            if (socket.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
                socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_ALIVE_AFTER);
                socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEP_ALIVE_EVERY);
                socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, KEEP_ALIVE_TIMES);
            }
        } catch (IOException _) {
            // It has gone already, which the first read will show.
        }
    }

    /// Octets that the client has sent.
    long toServer() {
        return toServer.octets();
    }

    /// Octets that the client was sent.
    long toClient() {
        return toClient.octets();
    }

    /// Passes octets on until both peers have ended, or one is lost.
    Ended run() {
        try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
            other.execute(() -> pass(toServer, Ended.CLIENT, Ended.CLIENT_LOST));
            pass(toClient, Ended.SERVER, Ended.SERVER_LOST);
        }
        over = true;
        close(client.layer());
        close(server.layer());
        cut();
        return why.get().orElse(Ended.SERVER);
    }

    private void pass(Flow flow, Ended end, Ended lost) {
        try {
            flow.run();
            because(end);
        } catch (IOException _) {
            // A failure to write is the other side's, and its own flow mostly sees it first.
            because(flow.writing() ? other(lost) : lost);
            cut();
        }
    }

    private static Ended other(Ended lost) {
        return lost == Ended.CLIENT_LOST ? Ended.SERVER_LOST : Ended.CLIENT_LOST;
    }

    /// The first reason counts.
    private void because(Ended reason) {
        why.compareAndSet(Optional.empty(), Optional.of(reason));
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // The peer was quicker.
        }
    }

    /// Ends the session in order: as soon as the server owes no answer and nothing has moved for a
    /// moment. Waits for that until somebody ends the session otherwise. May come before [#run],
    /// and from two threads, of which the first does it.
    ///
    /// @param farewell a line that the client may be sent at any time; empty if there is none
    void retire(String farewell) {
        if (retired.getAndSet(true)) {
            return;
        }
        while (!over && !atRest()) {
            try {
                Thread.sleep(LOOK_AGAIN);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        because(Ended.STOPPED);
        if (!over && !farewell.isEmpty() && toClient.atLineEnd()) {
            try {
                client.layer()
                        .getOutputStream()
                        .write(farewell.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException _) {
                // It has gone by itself.
            }
        }
        cut();
    }

    private boolean atRest() {
        return !serverOwesAnAnswer()
                && !toClient.writing()
                && !toServer.writing()
                && System.nanoTime() - movedAt() > patience.rest().toNanos();
    }

    /// Whether the client was the last to say something. A client that is cut off behind the end of
    /// its message does not know whether that was taken, and sends it again (RFC 1047).
    private boolean serverOwesAnAnswer() {
        return toServer.heardAt() - toClient.heardAt() > 0;
    }

    private long movedAt() {
        long one = toClient.movedAt();
        long other = toServer.movedAt();
        return one - other > 0 ? one : other;
    }

    /// Ends the session if nothing has moved for too long.
    ///
    /// @param now of [System#nanoTime]
    void cutIfOverdue(long now) {
        Duration still = Duration.ofNanos(now - movedAt());
        boolean stuck = toClient.writing() || toServer.writing();
        boolean half = toClient.ended() || toServer.ended();
        if (still.compareTo(patience.idle()) > 0) {
            end(Ended.IDLE);
        } else if (stuck && still.compareTo(patience.stuck()) > 0) {
            end(Ended.STUCK);
        } else if (half && still.compareTo(patience.half()) > 0) {
            end(Ended.HALF);
        }
    }

    private void end(Ended reason) {
        because(reason);
        cut();
    }

    /// Ends the session now.
    void cut() {
        close(client.tcp());
        close(server.tcp());
    }
}
