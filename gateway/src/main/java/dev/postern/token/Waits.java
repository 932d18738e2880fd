package dev.postern.token;

import dev.postern.advice.Cause;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long a tenant's endpoint is left alone after a failure.
///
/// @param random safe for use by many threads
record Waits(RandomGenerator random) {

    private static final Backoff TROUBLE =
            new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(5));
    private static final Backoff REFUSAL =
            new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(15));

    /// A secret that was made a moment ago is not yet known to all of Entra ID: look again soon.
    private static final Backoff NEW_SECRET =
            new Backoff(Duration.ofSeconds(30), Duration.ofMinutes(15));

    /// @param asked for by the server; kept at least
    Duration afterTrouble(int failures, Duration asked) {
        Duration wait = TROUBLE.waitAfter(failures, random);
        return wait.compareTo(asked) > 0 ? wait : asked;
    }

    Duration afterRefusal(int failures, Cause cause) {
        Backoff backoff = cause == Cause.SECRET_WRONG ? NEW_SECRET : REFUSAL;
        return backoff.waitAfter(failures, random);
    }
}
