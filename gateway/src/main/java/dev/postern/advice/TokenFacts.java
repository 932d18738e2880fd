package dev.postern.advice;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What an access token says of itself, as far as it could be read.
///
/// @param audience `aud`
/// @param roles `roles`, empty if there are none
/// @param tenantId `tid`
/// @param applicationId `appid`
/// @param objectId `oid`: the service principal's, the very value that `New-ServicePrincipal` wants
/// @param identityType `idtyp`: `user` for a delegated token
/// @param expires `exp`
/// @param looked when it was looked at
public record TokenFacts(
        Optional<String> audience,
        List<String> roles,
        Optional<String> tenantId,
        Optional<String> applicationId,
        Optional<String> objectId,
        Optional<String> identityType,
        Optional<Instant> expires,
        Instant looked) {

    public TokenFacts {
        roles = List.copyOf(roles);
    }

    boolean expired() {
        return expires.filter(end -> !looked.isBefore(end)).isPresent();
    }

    boolean delegated() {
        return identityType.filter("user"::equals).isPresent();
    }
}
