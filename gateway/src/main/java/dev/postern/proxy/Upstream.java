package dev.postern.proxy;

import dev.postern.protocol.wire.Deadlines;
import dev.postern.protocol.wire.Endpoint;
import javax.net.ssl.SSLContext;

/// The server behind the proxy.
///
/// @param trust whom to trust; TLS sessions are resumed as long as this stays the same
/// @param name what we call ourselves there
public record Upstream(Endpoint endpoint, SSLContext trust, Deadlines deadlines, String name) {}
