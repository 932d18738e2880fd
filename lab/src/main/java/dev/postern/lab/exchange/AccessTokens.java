package dev.postern.lab.exchange;

import dev.postern.lab.directory.Directory;
import dev.postern.lab.directory.Resource;
import dev.postern.lab.directory.Tenant;
import dev.postern.lab.entra.TokenMint;
import dev.postern.lab.jwt.Jwt;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Checks what an access token says of itself, which every service of the lab does in the same way.
/// Any thread may call.
public final class AccessTokens {

    private final Directory directory;
    private final TokenMint mint;
    private final InstantSource clock;

    public AccessTokens(Directory directory, TokenMint mint, InstantSource clock) {
        this.directory = directory;
        this.mint = mint;
        this.clock = clock;
    }

    /// What a token turned out to be.
    public sealed interface Reading {

        /// One of this lab, for this resource, not expired.
        record Good(Jwt token, Tenant tenant, Instant ends) implements Reading {}

        /// One of this lab that was good once.
        record Expired(String reason) implements Reading {}

        record Bad(String reason) implements Reading {}
    }

    /// Reads a token that must be for this resource.
    public Reading read(String accessToken, Resource resource) {
        Optional<Jwt> read = mint.verified(accessToken);
        if (read.isEmpty()) {
            return new Reading.Bad("this is no access token, or none of this lab");
        }
        Jwt token = read.get();
        Instant now = clock.instant();
        Instant ends = token.time("exp").orElse(Instant.EPOCH);
        if (!ends.isAfter(now)) {
            return new Reading.Expired("the token expired at " + ends + ", it is " + now);
        }
        if (Resource.of(token.text("aud")).filter(resource::equals).isEmpty()) {
            return new Reading.Bad(
                    "the token is for " + token.text("aud") + ", not for " + resource);
        }
        Optional<Tenant> tenant = directory.world().tenant(token.text("tid"));
        return tenant.isEmpty()
                ? new Reading.Bad("there is no tenant " + token.text("tid") + " any more")
                : new Reading.Good(token, tenant.get(), ends);
    }
}
