package dev.postern.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

/// A way to a server of this machine on which everything takes its time, and of which the bandwidth
/// is not narrowed: what was sent together arrives together, later. Safe for use by many threads.
final class Distance implements AutoCloseable {

    private static final int BACKLOG = 1_000;
    private static final int PIECE = 64 * 1024;

    /// On the way at the same time, in each direction.
    private static final int PIECES_MAX = 1_000;

    private final int server;
    private final Duration oneWay;
    private final ServerSocket listener =
            new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// @param octets none: the end
    /// @param due when it arrives, of [System#nanoTime]
    private record Piece(byte[] octets, long due) {}

    private Distance(int server, Duration oneWay) throws IOException {
        this.server = server;
        this.oneWay = oneWay;
        threads.execute(this::listen);
    }

    /// @param server its port
    /// @param roundTrip how long a question and its answer are on the way
    static Distance to(int server, Duration roundTrip) throws IOException {
        return new Distance(server, roundTrip.dividedBy(2));
    }

    int port() {
        return listener.getLocalPort();
    }

    private void listen() {
        try {
            while (true) {
                Socket client = listener.accept();
                threads.execute(() -> carry(client));
            }
        } catch (IOException | RejectedExecutionException _) {
            // It was closed.
        }
    }

    /// The system has answered the client's connect at once, so that one round trip is made good
    /// for here.
    private void carry(Socket client) {
        try (client;
                Socket far = connected();
                ExecutorService ways = Executors.newVirtualThreadPerTaskExecutor()) {
            client.setTcpNoDelay(true);
            join(client, far, ways);
            join(far, client, ways);
        } catch (IOException _) {
            // The server is away, and the client sees its connection end.
        }
    }

    private void join(Socket from, Socket to, ExecutorService ways) {
        BlockingQueue<Piece> underWay = new ArrayBlockingQueue<>(PIECES_MAX);
        ways.execute(() -> depart(from, underWay));
        ways.execute(() -> arrive(underWay, from, to));
    }

    private Socket connected() throws IOException {
        LockSupport.parkNanos(2 * oneWay.toNanos());
        Socket far = new Socket(InetAddress.getLoopbackAddress(), server);
        far.setTcpNoDelay(true);
        return far;
    }

    private void depart(Socket from, BlockingQueue<Piece> underWay) {
        try {
            read(from, underWay);
            underWay.put(piece(new byte[0]));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(Socket from, BlockingQueue<Piece> underWay) throws InterruptedException {
        try {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[PIECE];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                underWay.put(piece(Arrays.copyOf(buffer, read)));
            }
        } catch (IOException _) {
            // The sender is gone: its end arrives, too.
        }
    }

    private Piece piece(byte[] octets) {
        return new Piece(octets, System.nanoTime() + oneWay.toNanos());
    }

    /// Whatever becomes of the receiver, all that is under way is taken, so that no sender hangs.
    private static void arrive(BlockingQueue<Piece> underWay, Socket from, Socket to) {
        try {
            boolean heard = true;
            for (Piece next = underWay.take(); next.octets().length > 0; next = underWay.take()) {
                await(next.due());
                heard = heard && delivered(next, to);
                if (!heard) {
                    close(from);
                }
            }
            finish(to);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean delivered(Piece piece, Socket to) {
        try {
            to.getOutputStream().write(piece.octets());
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static void await(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void finish(Socket socket) {
        try {
            socket.shutdownOutput();
        } catch (IOException _) {
            // Then it has ended already.
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // Then it is closed.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
