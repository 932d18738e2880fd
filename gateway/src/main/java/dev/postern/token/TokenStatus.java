package dev.postern.token;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How one tenant's token for one scope stands.
///
/// @param fetched when the held token was fetched
/// @param expires when the held token expires
/// @param passedOver refusals of the credentials tried before the one that gave the held token: a
///   person should look before the last one fails too
/// @param failure why the last fetch failed; empty once one has succeeded
/// @param failures how often in a row it failed in this way
/// @param notBefore until when no fetch is tried; only with a failure
/// @param fetching whether a fetch is under way
public record TokenStatus(
        String tenant,
        Scope scope,
        Optional<Instant> fetched,
        Optional<Instant> expires,
        List<Refusal> passedOver,
        Optional<String> failure,
        int failures,
        Optional<Instant> notBefore,
        boolean fetching) {}
