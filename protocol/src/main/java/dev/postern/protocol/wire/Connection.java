package dev.postern.protocol.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// A TCP connection to a server, secured or to be secured.
///
/// Used by one thread, which may be virtual. [#close()] is allowed to every thread and ends a
/// blocked call at once; so does interrupting a virtual thread.
public final class Connection implements AutoCloseable {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final Endpoint endpoint;
    private final SSLContext tls;
    private final Deadlines deadlines;
    private final Dialogue dialogue;
    private final TimedSocket socket;
    private final WireInput input;
    private final WireOutput output;
    private @Nullable SSLSocket secured;
    private @Nullable IOException failure;

    private Connection(
            Endpoint endpoint,
            SSLContext tls,
            Deadlines deadlines,
            Dialogue dialogue,
            TimedSocket socket) {
        this.endpoint = endpoint;
        this.tls = tls;
        this.deadlines = deadlines;
        this.dialogue = dialogue;
        this.socket = socket;
        this.input = new WireInput(socket, endpoint.toString(), dialogue);
        this.output = new WireOutput(socket, dialogue);
    }

    /// Connects; with [Security#IMPLICIT] the TLS handshake is done and the host name verified when
    /// it returns.
    ///
    /// @param tls whom to trust
    /// @throws UnreachableException if it cannot be done
    /// @throws DeadlineException if the peer keeps us waiting; looking up its address is limited by
    ///   the system's resolver alone
    public static Connection open(
            Endpoint endpoint, SSLContext tls, Deadlines deadlines, Dialogue dialogue)
            throws IOException {
        long opened = System.nanoTime();
        return over(connect(endpoint, deadlines), opened, endpoint, tls, deadlines, dialogue);
    }

    /// The same on a socket that is connected, which belongs to the connection from now on.
    ///
    /// @param opened when the visit began, of [System#nanoTime]
    static Connection over(
            Socket tcp,
            long opened,
            Endpoint endpoint,
            SSLContext tls,
            Deadlines deadlines,
            Dialogue dialogue)
            throws IOException {
        try {
            dialogue.connected(tcp.getRemoteSocketAddress());
            TimedSocket socket = new TimedSocket(tcp, endpoint.toString(), deadlines, opened);
            Connection connection = new Connection(endpoint, tls, deadlines, dialogue, socket);
            if (endpoint.security() == Security.IMPLICIT) {
                connection.startTls();
            }
            return connection;
        } catch (IOException | RuntimeException e) {
            tcp.close();
            throw e;
        }
    }

    /// Tries the host's addresses in turn; each gets an equal share of the time that is left.
    private static Socket connect(Endpoint endpoint, Deadlines deadlines) throws IOException {
        InetAddress[] addresses = resolve(endpoint);
        long end = System.nanoTime() + deadlines.connect().toNanos();
        IOException failure = new UnknownHostException(endpoint.host());
        for (int i = 0; i < addresses.length; i++) {
            long share = (end - System.nanoTime()) / (addresses.length - i);
            Socket socket = new Socket();
            try {
                socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
                socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
                socket.connect(
                        new InetSocketAddress(addresses[i], endpoint.port()),
                        Math.clamp(TimeUnit.NANOSECONDS.toMillis(share), 1, 1 << 30));
                return socket;
            } catch (SocketTimeoutException _) {
                socket.close();
                failure =
                        new DeadlineException(
                                endpoint.toString(), Wait.CONNECT, deadlines.connect());
            } catch (IOException e) {
                socket.close();
                failure = e;
            }
        }
        if (failure instanceof DeadlineException) {
            throw failure;
        }
        throw new UnreachableException(UnreachableException.Step.CONNECT, endpoint, failure);
    }

    private static InetAddress[] resolve(Endpoint endpoint) throws UnreachableException {
        try {
            return InetAddress.getAllByName(endpoint.host());
        } catch (UnknownHostException e) {
            throw new UnreachableException(UnreachableException.Step.RESOLVE, endpoint, e);
        }
    }

    /// Secures the connection: TLS 1.2 or newer, the certificate valid for the endpoint's host.
    ///
    /// @throws ProtocolException if the peer has sent anything beyond the reply that allowed it,
    ///   which somebody between us may have put there (RFC 9051 §11.1)
    /// @throws UnreachableException if the handshake fails
    public void startTls() throws IOException {
        if (input.buffered() > 0) {
            throw new ProtocolException(
                    endpoint + " went on in the clear after it had agreed to start TLS", "");
        }
        SSLSocket layer =
                (SSLSocket)
                        tls.getSocketFactory()
                                .createSocket(socket.tcp(), endpoint.host(), endpoint.port(), true);
        SSLParameters parameters = layer.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(PROTOCOLS);
        layer.setSSLParameters(parameters);
        handshake(layer);
        socket.replace(layer);
        secured = layer;
        dialogue.secured(layer.getSession());
    }

    private void handshake(SSLSocket layer) throws IOException {
        try {
            socket.within(
                    Wait.HANDSHAKE,
                    System.nanoTime() + deadlines.handshake().toNanos(),
                    () -> {
                        layer.startHandshake();
                        return layer;
                    });
        } catch (DisconnectedException e) {
            IOException cause = e.getCause() instanceof IOException io ? io : e;
            throw new UnreachableException(UnreachableException.Step.HANDSHAKE, endpoint, cause);
        }
        socket.expect(Wait.GREETING);
    }

    /// Something that is done on a connection.
    ///
    /// @param <T> what it comes to
    public interface Step<T> {
        T run() throws IOException;
    }

    /// Does something after whose failure nothing more can be done on the connection: it is closed
    /// then, and every further step fails in the same way.
    public <T> T step(Step<T> step) throws IOException {
        if (failure != null) {
            throw failure;
        }
        try {
            return step.run();
        } catch (IOException e) {
            throw failed(e);
        } catch (RuntimeException e) {
            failed(new IOException("talking to " + endpoint + " failed by our own fault", e));
            throw e;
        }
    }

    private IOException failed(IOException e) {
        if (failure == null) {
            failure = e;
            close();
        }
        return failure;
    }

    /// The TLS session; empty as long as the connection is in the clear.
    public Optional<SSLSession> tlsSession() {
        return secured == null ? Optional.empty() : Optional.of(secured.getSession());
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public WireInput input() {
        return input;
    }

    public WireOutput output() {
        return output;
    }

    /// Leaves the connection to somebody else, with what was read of it and not used; no reply may
    /// be outstanding. From then on this is of no use, and closing it does nothing.
    public Leg detach() throws IOException {
        return step(() -> {
            output.flush();
            byte[] unread = input.leftover();
            failure =
                    new DisconnectedException("the connection to " + endpoint + " was left", null);
            return socket.detach(unread);
        });
    }

    /// Takes leave of a peer with whom all is said, and closes.
    public void finish() {
        try {
            SSLSocket layer = secured;
            if (layer != null) {
                socket.within(
                        Wait.WRITE,
                        System.nanoTime() + deadlines.write().toNanos(),
                        () -> {
                            layer.shutdownOutput();
                            return layer;
                        });
            }
        } catch (IOException _) {
            // The peer was quicker to hang up; nothing of value was left to say.
        } finally {
            close();
        }
    }

    /// Ends the connection at once. Safe from every thread, and more than once.
    @Override
    public void close() {
        socket.close();
    }
}
