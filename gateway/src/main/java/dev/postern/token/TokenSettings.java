package dev.postern.token;

import java.time.Duration;
import java.util.Map;

/// How tokens are fetched.
///
/// @param margin how long before a caller's need a held token is replaced
/// @param environment the variables by which Azure tells where the managed identity is
public record TokenSettings(Duration margin, Timeouts timeouts, Map<String, String> environment) {

    private static final Duration MARGIN = Duration.ofMinutes(5);

    public TokenSettings {
        environment = Map.copyOf(environment);
        if (margin.isNegative()) {
            throw new IllegalArgumentException("the margin must not be negative");
        }
    }

    /// Five minutes of margin and the usual timeouts.
    public static TokenSettings usual(Map<String, String> environment) {
        return new TokenSettings(MARGIN, Timeouts.USUAL, environment);
    }

    /// Names the type alone: the environment holds secrets.
    @Override
    public String toString() {
        return "TokenSettings[margin=%s, timeouts=%s]".formatted(margin, timeouts);
    }
}
