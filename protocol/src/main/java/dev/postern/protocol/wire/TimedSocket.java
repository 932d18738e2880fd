package dev.postern.protocol.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// The octets of a socket, each wait for them limited by [Deadlines].
///
/// Confined to one thread, but for [#close()].
final class TimedSocket implements Source {

    private static final int NO_TIMEOUT = 0;

    private final Socket tcp;
    private final String peer;
    private final Deadlines deadlines;
    private final long visitEnd;
    private final Watch watch;

    private Socket layer;
    private InputStream in;
    private OutputStream out;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Wait wait = Wait.GREETING;
    private long due;
    private long paceOctets;
    private long paceNanos;

    /// @param opened when the visit began, of [System#nanoTime]
    TimedSocket(Socket tcp, String peer, Deadlines deadlines, long opened) throws IOException {
        this.tcp = tcp;
        this.peer = peer;
        this.deadlines = deadlines;
        this.visitEnd = opened + deadlines.visit().toNanos();
        this.watch = new Watch(peer, this::cut);
        this.layer = tcp;
        this.in = tcp.getInputStream();
        this.out = tcp.getOutputStream();
        expect(Wait.GREETING);
    }

    /// From now on octets pass through `secured`, which is layered over the TCP socket.
    void replace(Socket secured) throws IOException {
        layer = secured;
        in = secured.getInputStream();
        out = secured.getOutputStream();
    }

    Socket tcp() {
        return tcp;
    }

    @Override
    public void expect(Wait next) {
        wait = next;
        due = System.nanoTime() + deadlines.of(next).toNanos();
    }

    @Override
    public int read(byte[] buffer, int from, int count) throws IOException {
        if (wait == Wait.SILENCE) {
            return readAtPace(buffer, from, count);
        }
        return within(wait, due, () -> in.read(buffer, from, count));
    }

    @Override
    public int readWithin(Duration limit, byte[] buffer, int from, int count) throws IOException {
        long now = System.nanoTime();
        // The watch is for a peer that begins a TLS record and does not end it.
        long latest = now + limit.plus(deadlines.reply()).toNanos();
        layer.setSoTimeout(Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE));
        try {
            return within(Wait.REPLY, latest, () -> in.read(buffer, from, count));
        } catch (SocketTimeoutException _) {
            return 0;
        } finally {
            if (!closed.get()) {
                layer.setSoTimeout(NO_TIMEOUT);
            }
        }
    }

    /// Reads data: with the time since the last octet limited, and the octets of each window of
    /// waiting.
    private int readAtPace(byte[] buffer, int from, int count) throws IOException {
        Pace pace = deadlines.pace();
        long window = pace.window().toNanos();
        long start = System.nanoTime();
        long silent = start + deadlines.silence().toNanos();
        long slow = start + window - paceNanos;
        boolean paced = slow - silent < 0 && paceOctets < pace.octets();
        int read =
                paced
                        ? within(Wait.PACE, slow, () -> in.read(buffer, from, count))
                        : within(Wait.SILENCE, silent, () -> in.read(buffer, from, count));
        paceNanos += System.nanoTime() - start;
        paceOctets += Math.max(0, read);
        if (paceNanos >= window) {
            if (paceOctets < pace.octets()) {
                cut();
                throw new DeadlineException(peer, Wait.PACE, pace.window());
            }
            paceNanos = 0;
            paceOctets = 0;
        }
        return read;
    }

    /// Sends octets; the peer must take each portion within the limit.
    void write(byte[] octets, int from, int count) throws IOException {
        within(
                Wait.WRITE,
                System.nanoTime() + deadlines.write().toNanos(),
                () -> {
                    out.write(octets, from, count);
                    return count;
                });
    }

    /// A blocking call on the socket.
    interface Call<T> {
        T run() throws IOException;
    }

    /// Runs a blocking call that must have ended at `latest`, or at the end of the visit.
    <T> T within(Wait kind, long latest, Call<T> call) throws IOException {
        boolean visit = visitEnd - latest < 0;
        Wait watched = visit ? Wait.VISIT : kind;
        watch.begin(watched, deadlines.of(watched), visit ? visitEnd : latest);
        try {
            T result = call.run();
            watch.check();
            return result;
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            watch.check();
            throw explained(e);
        } finally {
            watch.end();
        }
    }

    private IOException explained(IOException e) {
        if (Thread.currentThread().isInterrupted()) {
            InterruptedIOException interrupted =
                    new InterruptedIOException("interrupted while talking to " + peer);
            interrupted.initCause(e);
            return interrupted;
        }
        if (closed.get()) {
            return new DisconnectedException("we closed the connection to " + peer, e);
        }
        return new DisconnectedException(
                "lost the connection to " + peer + ": " + e.getMessage(), e);
    }

    /// Leaves the socket to somebody else: no wait is limited from now on, and [#close] does not
    /// close it.
    Leg detach(byte[] unread) throws DisconnectedException {
        watch.stop();
        if (closed.getAndSet(true)) {
            throw new DisconnectedException("we closed the connection to " + peer, null);
        }
        return new Leg(tcp, layer, unread);
    }

    /// Ends the connection at once, whatever is going on. Safe from every thread.
    void close() {
        if (!closed.getAndSet(true)) {
            cut();
        }
        watch.stop();
    }

    private void cut() {
        try {
            tcp.close();
        } catch (IOException _) {
            // The descriptor is gone either way, and nobody can do anything about it.
        }
    }
}
