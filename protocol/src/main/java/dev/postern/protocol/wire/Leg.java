package dev.postern.protocol.wire;

import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/// A connection on which all is said that its protocol had to say before its octets can be passed
/// on unread: one of the two that are to be joined.
///
/// @param tcp to be closed by whoever has it
/// @param layer where octets are read and written: the TLS layer over `tcp`, or `tcp` itself
/// @param unread what the peer has said beyond that
public record Leg(Socket tcp, Socket layer, byte[] unread) {

    /// The TLS session; empty if the connection is in the clear.
    public Optional<SSLSession> tlsSession() {
        return layer instanceof SSLSocket secured
                ? Optional.of(secured.getSession())
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "Leg[" + tcp.getRemoteSocketAddress() + ", " + unread.length + " octets unread]";
    }
}
