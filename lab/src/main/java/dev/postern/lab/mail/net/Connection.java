package dev.postern.lab.mail.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// One client's connection. Used by its session's thread; [#hangUp] may be called from any.
public final class Connection implements Closeable {

    private static final Duration FAREWELL = Duration.ofMillis(500);
    private static final long FAREWELL_OCTETS = 1024 * 1024;

    private final Socket raw;
    private Socket socket;
    private Duration patience = Duration.ofMinutes(1);
    private final LineInput in;
    private final LineOutput out;

    Connection(Socket raw) throws IOException {
        this.raw = raw;
        this.socket = raw;
        raw.setTcpNoDelay(true);
        in = new LineInput(raw.getInputStream());
        out = new LineOutput(this, raw.getOutputStream());
        patience(patience);
    }

    public LineInput in() {
        return in;
    }

    public LineOutput out() {
        return out;
    }

    public boolean isSecure() {
        return socket instanceof SSLSocket;
    }

    /// How long the client may be silent; reading fails with [SocketTimeoutException] after that.
    public void patience(Duration longest) throws SocketException {
        patience = longest;
        socket.setSoTimeout(Math.toIntExact(Math.max(1, longest.toMillis())));
    }

    /// Goes over to TLS. What the client said before it is dropped (RFC 3501 §6.2.1).
    public void secure(SSLContext context) throws IOException {
        SSLSocket tls =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(
                                        raw,
                                        raw.getInetAddress().getHostAddress(),
                                        raw.getPort(),
                                        true);
        tls.setUseClientMode(false);
        socket = tls;
        patience(patience);
        tls.startHandshake();
        in.replace(tls.getInputStream());
        out.replace(tls.getOutputStream());
    }

    /// Waits, and notices when the client goes meanwhile.
    ///
    /// @throws IOException when the client has gone, or the lab ends
    public void pause(Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        Duration before = patience;
        try {
            for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
                socket.setSoTimeout(Math.clamp(left / 1_000_000, 1, Integer.MAX_VALUE));
                if (!in.awaitEnd()) {
                    Thread.sleep(left / 1_000_000);
                }
            }
        } catch (SocketTimeoutException _) {
            // the time is over, and the client is still there
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the lab ends");
        } finally {
            patience(before);
        }
    }

    /// Ends the connection without a farewell.
    public void drop() throws IOException {
        raw.close();
        throw new SocketException("the lab dropped the connection, as a fault wanted");
    }

    /// Ends the connection by RST.
    public void reset() throws IOException {
        raw.setSoLinger(true, 0);
        raw.close();
        throw new SocketException("the lab reset the connection, as a fault wanted");
    }

    /// Says goodbye and waits a moment for the client to do the same, so that what was said last is
    /// not lost with what the client was still saying.
    @Override
    public void close() throws IOException {
        try {
            if (!socket.isClosed()) {
                socket.shutdownOutput();
                socket.setSoTimeout((int) FAREWELL.toMillis());
                in.skip(FAREWELL_OCTETS);
            }
        } catch (IOException _) {
            // the client has gone, says nothing, or the lab ends: all the same now
        } finally {
            raw.close();
        }
    }

    /// Says goodbye from another thread than the session's, and lets that one fail.
    public void hangUp() throws IOException {
        try {
            socket.shutdownOutput();
        } finally {
            raw.close();
        }
    }

    /// Ends the connection from another thread, without waiting for anything.
    void abort() throws IOException {
        raw.close();
    }
}
