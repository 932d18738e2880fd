package dev.postern.protocol.wire;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/// Whether and when a server's connections are secured.
public sealed interface TlsOffer {

    /// Never.
    record None() implements TlsOffer {}

    /// When the client asks for it (RFC 3207, RFC 9051 §6.2.1, RFC 2595 §4).
    record StartTls(Terms terms) implements TlsOffer {}

    /// From the first octet (RFC 8314 §3.3).
    record Implicit(Terms terms) implements TlsOffer {}

    /// How they are secured.
    ///
    /// @param context asked anew for each handshake, on the session's thread, so that certificates
    ///   can change; empty if there is no TLS for the moment
    /// @param protocols names of the JDK, such as `TLSv1.3`
    record Terms(Supplier<Optional<SSLContext>> context, List<String> protocols) {
        public Terms {
            protocols = List.copyOf(protocols);
        }
    }
}
