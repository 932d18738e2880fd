package dev.postern.protocol.wire;

import java.net.SocketAddress;
import javax.net.ssl.SSLSession;

/// Overhears a connection: for a debug log, or for a person who wants to know what was said.
///
/// Lines come without their end, escaped and shortened; credentials are masked, and octets of
/// messages are replaced by their number. Called on the thread that uses the connection; what it
/// throws ends that connection.
public interface Dialogue {

    /// Hears nothing, at no cost.
    Dialogue UNHEARD =
            new Dialogue() {
                @Override
                public void sent(String line) {}

                @Override
                public void received(String line) {}

                @Override
                public boolean listens() {
                    return false;
                }
            };

    /// We sent this line.
    void sent(String line);

    /// The peer sent this line.
    void received(String line);

    /// The TCP connection stands.
    default void connected(SocketAddress peer) {}

    /// The TLS handshake is done and the host name verified.
    default void secured(SSLSession session) {}

    /// Whether lines are worth preparing.
    default boolean listens() {
        return true;
    }
}
