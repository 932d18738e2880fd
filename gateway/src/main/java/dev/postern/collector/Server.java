package dev.postern.collector;

import dev.postern.protocol.wire.Endpoint;
import dev.postern.token.Scope;
import dev.postern.token.Tenant;
import javax.net.ssl.SSLContext;

/// Where a mailbox is, and in whose name Postern signs in to it.
///
/// @param protocol how messages are fetched
/// @param trust whom to trust there
/// @param tenant the application that signs in
/// @param scope what its token is for
public record Server(
        Protocol protocol, Endpoint endpoint, SSLContext trust, Tenant tenant, Scope scope) {

    /// How messages are fetched.
    public enum Protocol {
        /// RFC 3501.
        IMAP,
        /// RFC 1939.
        POP3
    }
}
