package dev.postern.lab.mail.net;

import javax.net.ssl.SSLContext;

/// How a server protects its connections.
public sealed interface Transport {

    /// Not at all.
    record Plain() implements Transport {}

    /// TLS from the first byte.
    record Implicit(SSLContext context) implements Transport {}

    /// TLS when the client asks for it; a sign-in before that is refused.
    record StartTls(SSLContext context) implements Transport {}
}
