package dev.postern.lab.rest;

import dev.postern.lab.directory.Directory;
import dev.postern.lab.directory.Resource;
import dev.postern.lab.directory.Tenant;
import dev.postern.lab.entra.TokenMint;
import dev.postern.lab.http.Request;
import dev.postern.lab.jwt.Jwt;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Reads the token a request shows (RFC 6750 §2.1) and judges what it says of itself. Any thread
/// may call.
public final class Bearers {

    private static final String SCHEME = "Bearer ";

    private final Directory directory;
    private final TokenMint mint;
    private final InstantSource clock;

    public Bearers(Directory directory, TokenMint mint, InstantSource clock) {
        this.directory = directory;
        this.mint = mint;
        this.clock = clock;
    }

    /// Who shows a token.
    public sealed interface Bearer {

        /// The token is good and for this service.
        record Known(Tenant tenant, Jwt token) implements Bearer {

            /// The name of the application in the tenant, empty if it is gone.
            public Optional<String> app() {
                return tenant.apps().entrySet().stream()
                        .filter(app ->
                                app.getValue().clientId().toString().equals(token.text("appid")))
                        .map(Map.Entry::getKey)
                        .findFirst();
            }
        }

        /// There is none.
        record Nobody() implements Bearer {}

        /// It is no token of this lab.
        record Malformed() implements Bearer {}

        /// Its time has passed.
        record Late() implements Bearer {}

        /// It is for another service.
        record Elsewhere(String audience) implements Bearer {}
    }

    /// Who shows a token for this service.
    public Bearer of(Request request, Resource service) {
        String field = request.header("authorization").orElse("");
        if (!field.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return new Bearer.Nobody();
        }
        Optional<Jwt> read = mint.verified(field.substring(SCHEME.length()).strip());
        if (read.isEmpty()) {
            return new Bearer.Malformed();
        }
        Jwt token = read.get();
        if (!token.time("exp").orElse(Instant.EPOCH).isAfter(clock.instant())) {
            return new Bearer.Late();
        }
        Optional<Tenant> tenant = directory.world().tenant(token.text("tid"));
        if (tenant.isEmpty() || Resource.of(token.text("aud")).filter(service::equals).isEmpty()) {
            return new Bearer.Elsewhere(token.text("aud"));
        }
        return new Bearer.Known(tenant.get(), token);
    }
}
