package dev.postern.protocol.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/// The octets of a connection that a server has accepted, each wait for them limited.
///
/// Confined to its session's thread, but for [#cutIfOverdue] and [#cut].
public final class AcceptedSocket {

    /*
     * Somebody calls cutIfOverdue from time to time, for all sessions: a thread for each, as wire.Watch
     * has it, would double the threads of a server with thousands of idle clients. It ends the input
     * under a read that has waited too long, so that the client can still be told, and closes the
     * socket if that does not help: because a peer sends one octet of a TLS record now and then, or
     * does not take what we write.
     *
     * Nobody waits for the patrol where seconds count: a short wait ends by the socket's own timeout. So
     * does each wait under TLS, whose layer takes an input that has ended for the end of everything. A
     * timer for each wait of a session in the clear was a seventh of the CPU time of a small message.
     */

    private static final Set<String> OLD_VERSIONS = Set.of("TLSv1", "TLSv1.1");
    private static final long NEVER = Long.MAX_VALUE;

    /// How much longer than its deadline a read may take before the socket is closed under it.
    private static final long GRACE = Duration.ofSeconds(5).toNanos();

    /// A wait in the clear for longer than this is ended by the patrol, whose grain is seconds.
    private static final Duration PATROLLED = Duration.ofSeconds(30);

    private static final Duration FAREWELL = Duration.ofSeconds(1);
    private static final int FAREWELL_OCTETS = 256 * 1024;

    private final Socket tcp;
    private final long epoch = System.nanoTime();
    private final Duration writeLimit;
    private Socket layer;
    private InputStream in;
    private OutputStream out;
    private int timeout;
    private volatile boolean overdue;

    /// Nanoseconds after `epoch` at which the present wait should be over.
    private volatile long endAt = NEVER;

    /// The same, at which it must be.
    private volatile long cutAt = NEVER;

    /// @param writeLimit until the client has taken one portion of what we send
    public AcceptedSocket(Socket tcp, Duration writeLimit) throws IOException {
        this.tcp = tcp;
        this.writeLimit = writeLimit;
        this.layer = tcp;
        this.in = tcp.getInputStream();
        this.out = tcp.getOutputStream();
        this.timeout = tcp.getSoTimeout(); // whoever accepted it may have read from it
        tcp.setTcpNoDelay(true);
    }

    /// Reads at least one octet.
    ///
    /// @param due of [System#nanoTime]
    /// @param awaited what should have come, to follow "the client took too long"
    /// @return how many, or -1 if the client has ended
    public int read(byte[] buffer, int from, int count, long due, String awaited)
            throws IOException {
        long left = due - System.nanoTime();
        if (left <= 0) {
            throw LostClientException.late(awaited);
        }
        cutAt = due - epoch + GRACE;
        int read;
        try {
            if (layer.equals(tcp) && left > PATROLLED.toNanos()) {
                endAt = due - epoch;
                limitTo(0);
            } else {
                limitTo(Math.clamp(TimeUnit.NANOSECONDS.toMillis(left) + 1, 1, 1 << 30));
            }
            read = in.read(buffer, from, count);
        } catch (SocketTimeoutException _) {
            throw LostClientException.late(awaited);
        } catch (IOException e) {
            throw explained(e, awaited);
        } finally {
            endAt = NEVER;
            cutAt = NEVER;
        }
        if (read < 0 && overdue) {
            throw LostClientException.late(awaited);
        }
        return read;
    }

    /// @param millis 0 for a wait that the patrol ends
    private void limitTo(int millis) throws IOException {
        if (millis != timeout) {
            layer.setSoTimeout(millis);
            timeout = millis;
        }
    }

    /// Sends octets; the client must take them within the limit.
    public void write(byte[] octets, int from, int count) throws IOException {
        cutAt = System.nanoTime() - epoch + writeLimit.toNanos();
        try {
            out.write(octets, from, count);
        } catch (IOException e) {
            throw explained(e, "to take our reply");
        } finally {
            cutAt = NEVER;
        }
    }

    /// Goes over to TLS, as the server.
    public SSLSession secure(SSLContext context, List<String> protocols, Duration limit)
            throws IOException {
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(tcp, null, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setProtocols(protocols.toArray(String[]::new));
        parameters.setCipherSuites(suites(parameters.getCipherSuites(), protocols));
        secured.setSSLParameters(parameters);
        timeout = Math.clamp(limit.toMillis(), 1, 1 << 30);
        secured.setSoTimeout(timeout);
        cutAt = System.nanoTime() - epoch + limit.toNanos();
        try {
            secured.startHandshake();
        } catch (IOException e) {
            throw LostClientException.withoutTls(String.valueOf(e.getMessage()));
        } finally {
            cutAt = NEVER;
        }
        layer = secured;
        in = secured.getInputStream();
        out = secured.getOutputStream();
        return secured.getSession();
    }

    /// Where the process may use suites without forward secrecy, for the sake of old versions, only
    /// those versions get them.
    private static String[] suites(String[] possible, List<String> protocols) {
        return protocols.stream().anyMatch(OLD_VERSIONS::contains)
                ? possible
                : Stream.of(possible)
                        .filter(suite -> !suite.startsWith("TLS_RSA_"))
                        .toArray(String[]::new);
    }

    private IOException explained(IOException e, String awaited) {
        return overdue ? LostClientException.late(awaited) : e;
    }

    /// Leaves the connection to somebody else, with what was read of it and not used.
    public Leg leg(byte[] unread) throws IOException {
        layer.setSoTimeout(0);
        return new Leg(tcp, layer, unread);
    }

    /// Ends the present wait if it is overdue. Safe from every thread, and never blocks.
    ///
    /// @param now of [System#nanoTime]
    public void cutIfOverdue(long now) {
        if (now - epoch > cutAt) {
            overdue = true;
            cut();
        } else if (now - epoch > endAt) {
            overdue = true;
            endInput();
        }
    }

    private void endInput() {
        try {
            tcp.shutdownInput();
        } catch (IOException _) {
            // It has ended, by the client or by us.
        }
    }

    /// Ends the connection at once. Safe from every thread.
    public void cut() {
        try {
            tcp.close();
        } catch (IOException _) {
            // The descriptor is gone either way, and nobody can do anything about it.
        }
    }

    /// Ends what we say, and lets what the client is still saying pass for a moment: closing with
    /// something unread could take back what we said last.
    public void linger() {
        cutAt = System.nanoTime() - epoch + FAREWELL.toNanos() + GRACE;
        try {
            layer.shutdownOutput();
            layer.setSoTimeout(Math.toIntExact(FAREWELL.toMillis()));
            byte[] rest = new byte[4 * 1024];
            int left = FAREWELL_OCTETS;
            for (int n = in.read(rest); n >= 0 && left > 0; n = in.read(rest)) {
                left -= n;
            }
        } catch (IOException _) {
            // The client was quicker, or stays silent.
        }
    }

    /// Ends the connection, under TLS with a farewell.
    public void close() {
        cutAt = System.nanoTime() - epoch + FAREWELL.toNanos();
        try {
            layer.close();
        } catch (IOException _) {
            // The client was quicker.
        } finally {
            cut();
        }
    }
}
