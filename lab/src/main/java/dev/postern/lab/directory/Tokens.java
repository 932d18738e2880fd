package dev.postern.lab.directory;

import java.time.Duration;

/// What the tokens of this world are like.
///
/// @param lifetime how long Entra's are good
/// @param identityLifetime how long those of managed identities are good
/// @param octets how long a token is at least; it is padded to this length
public record Tokens(Duration lifetime, Duration identityLifetime, int octets) {

    private static final int OCTETS_MAX = 64 * 1024;

    public Tokens {
        if (lifetime.compareTo(Duration.ofSeconds(1)) < 0
                || identityLifetime.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("a token lives for a second at least");
        }
        if (octets < 0 || octets > OCTETS_MAX) {
            throw new IllegalArgumentException(
                    "a token has between 0 and " + OCTETS_MAX + " octets, not " + octets);
        }
    }
}
