package dev.postern.protocol.wire;

/// The place of a service: where to connect, and how the connection is secured.
///
/// @param host name or address; the name that the peer's certificate must carry
/// @param port TCP port
/// @param security when TLS begins
public record Endpoint(String host, int port, Security security) {

    private static final int PORT_MAX = 65_535;

    public Endpoint {
        if (host.isBlank() || port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException("not an endpoint: " + host + ":" + port);
        }
    }

    /// Host and port, as messages for people name the peer.
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
