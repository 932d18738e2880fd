package dev.postern.peers;

import dev.postern.token.AccessToken;
import dev.postern.token.Grant;
import dev.postern.token.TokenRequest;
import dev.postern.token.TokenSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Gives everybody the same token. Safe for use by many threads.
final class OneToken implements TokenSource {

    /// Old enough to be blamed when a server refuses it.
    private static final Duration AGE = Duration.ofMinutes(30);

    private static final Duration LIFE = Duration.ofHours(1);

    private final InstantSource clock;
    private volatile AccessToken token = new AccessToken("none");
    private volatile Optional<String> forgotten = Optional.empty();

    OneToken(InstantSource clock) {
        this.clock = clock;
    }

    void use(String value) {
        token = new AccessToken(value);
    }

    /// The token that was reported as refused last.
    Optional<String> forgotten() {
        return forgotten;
    }

    @Override
    public Grant token(TokenRequest request) {
        Instant now = clock.instant();
        return new Grant.Granted(
                token, now.minus(AGE), now.plus(LIFE), List.of(), Optional.empty());
    }

    @Override
    public void forget(AccessToken refused) {
        forgotten = Optional.of(refused.value());
    }
}
