package dev.postern.delivery.smtp;

import dev.postern.advice.Service;
import dev.postern.protocol.wire.Deadlines;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.protocol.wire.Security;
import javax.net.ssl.SSLContext;

/// Where messages are sent on to, and how the way there is secured.
///
/// @param host name or address
/// @param port TCP port
/// @param tls when TLS begins
/// @param trust whose certificates are good; not asked for with [Tls#NONE] and [Tls#OPPORTUNISTIC]
/// @param greeting what we call ourselves in EHLO: a domain name, or an address in brackets
/// @param deadlines of each wait
/// @param service what kind of server it is, for whoever explains its refusals
public record SmtpServer(
        String host,
        int port,
        Tls tls,
        SSLContext trust,
        String greeting,
        Deadlines deadlines,
        Service service) {

    /// When TLS begins.
    public enum Tls {
        /// Never.
        NONE,
        /// By STARTTLS if the server offers it, with any certificate (RFC 7435): it keeps out those
        /// who listen, not those who interfere.
        OPPORTUNISTIC,
        /// By STARTTLS, with a certificate for the host, or not at all.
        REQUIRED,
        /// From the first octet.
        IMPLICIT
    }

    Endpoint endpoint() {
        return new Endpoint(
                host,
                port,
                switch (tls) {
                    case NONE, OPPORTUNISTIC -> Security.NONE;
                    case REQUIRED -> Security.STARTTLS;
                    case IMPLICIT -> Security.IMPLICIT;
                });
    }

    @Override
    public String toString() {
        return endpoint().toString();
    }
}
