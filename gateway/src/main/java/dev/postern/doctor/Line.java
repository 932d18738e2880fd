package dev.postern.doctor;

import dev.postern.protocol.wire.Dialogue;
import java.net.SocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/// Hears when a connection stood and when it was secured. Used by the thread that uses the
/// connection.
final class Line implements Dialogue {

    private long connectedAt;
    private long securedAt;
    private String peer = "";
    private Optional<SSLSession> session = Optional.empty();

    @Override
    public void sent(String line) {}

    @Override
    public void received(String line) {}

    @Override
    public boolean listens() {
        return false;
    }

    @Override
    public void connected(SocketAddress address) {
        connectedAt = System.nanoTime();
        peer = address.toString().replaceFirst("^[^/]*/", "");
    }

    @Override
    public void secured(SSLSession layer) {
        securedAt = System.nanoTime();
        session = Optional.of(layer);
    }

    boolean stood() {
        return !peer.isEmpty();
    }

    /// The address that answered.
    String peer() {
        return peer;
    }

    /// When the TCP connection stood, of [System#nanoTime].
    long connectedAt() {
        return connectedAt;
    }

    /// When TLS stood.
    long securedAt() {
        return securedAt;
    }

    /// Empty as long as the connection is in the clear.
    Optional<SSLSession> session() {
        return session;
    }
}
