package dev.postern.token;

import java.time.Duration;

/// How long a request may take.
///
/// @param connect until TCP and TLS are up
/// @param answer until the whole answer is there, counted from the start
public record Timeouts(Duration connect, Duration answer) {

    /// Ten seconds to connect, thirty in all.
    public static final Timeouts USUAL =
            new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30));
}
