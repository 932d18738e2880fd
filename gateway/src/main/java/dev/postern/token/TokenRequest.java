package dev.postern.token;

import java.time.Duration;

/// What a caller wants.
///
/// @param life how long the token must still be good; one that is not is fetched anew. A token that
///   the server issues for less than twice this time is handed out until half of its time is over.
/// @param patience how long the caller waits at most
/// @param fresh fetch now, whatever is held and whatever was refused before: for a person who has
///   just mended something. A fetch that is under way is joined.
public record TokenRequest(
        Tenant tenant, Scope scope, Duration life, Duration patience, boolean fresh) {

    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    public TokenRequest {
        if (life.isNegative() || patience.isNegative()) {
            throw new IllegalArgumentException("life and patience must not be negative");
        }
    }

    /// What suits most: a minute of life, 45 seconds of patience.
    public static TokenRequest of(Tenant tenant, Scope scope) {
        return new TokenRequest(tenant, scope, LIFE, PATIENCE, false);
    }

    public TokenRequest withLife(Duration wanted) {
        return new TokenRequest(tenant, scope, wanted, patience, fresh);
    }

    public TokenRequest withPatience(Duration wanted) {
        return new TokenRequest(tenant, scope, life, wanted, fresh);
    }

    public TokenRequest asFresh() {
        return new TokenRequest(tenant, scope, life, patience, true);
    }
}
