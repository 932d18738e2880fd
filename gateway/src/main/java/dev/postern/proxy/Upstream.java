package dev.postern.proxy;

import dev.postern.protocol.wire.Deadlines;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.protocol.wire.Pace;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/// The server behind the proxy.
///
/// @param trust whom to trust; TLS sessions are resumed as long as this stays the same
/// @param name what we call ourselves there
public record Upstream(Endpoint endpoint, SSLContext trust, Deadlines deadlines, String name) {

    /// For a client that waits: connecting and signing in may take a minute in all.
    public static final Deadlines DEADLINES =
            new Deadlines(
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    new Pace(1024, Duration.ofSeconds(30)),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(1));
}
