package dev.postern.advice;

import java.util.List;
import java.util.Set;

/// The errors of a token endpoint that come without an AADSTS code (RFC 6749 §5.2).
final class EntraReplies {

    static final List<Entry> ALL =
            List.of(
                    of("invalid_client", Cause.CLIENT_REFUSED),
                    of("unauthorized_client", Cause.APPLICATION_UNKNOWN),
                    of("invalid_scope", Cause.SCOPE_INVALID),
                    of("invalid_resource", Cause.RESOURCE_UNKNOWN),
                    of("temporarily_unavailable", Cause.BUSY));

    private EntraReplies() {}

    private static Entry of(String error, Cause cause) {
        return cause.entry(
                Sign.words("\\b" + error + "\\b"),
                Set.of(Service.ENTRA),
                "https://learn.microsoft.com/entra/identity-platform/reference-error-codes");
    }
}
