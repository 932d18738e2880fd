package dev.postern.advice;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks at a token's claims before anybody has refused it.
///
/// Exchange's own roles leave no trace in a token, so a role that may be granted there is not
/// missed here: only the sign-in tells.
final class ClaimsCheck {

    private ClaimsCheck() {}

    static Optional<Finding> of(Evidence evidence) {
        List<Case> proved =
                Cases.ofToken(evidence.service(), roles(evidence.service())).stream()
                        .filter(one -> one.doubt().weigh(evidence) == Doubt.Weight.PROVED)
                        .toList();
        return evidence.token().isEmpty() || proved.isEmpty()
                ? Optional.empty()
                : Optional.of(entry(evidence.service(), proved).weigh(evidence));
    }

    private static Entry entry(Service service, List<Case> proved) {
        return new Entry(
                Trouble.D1,
                Set.of(service),
                Sign.code(),
                "The token was issued, and will not do.",
                false,
                proved,
                List.of(
                        "https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference"));
    }

    private static AppRole[] roles(Service service) {
        return switch (service) {
            case IMAP -> new AppRole[] {AppRole.IMAP};
            case POP3 -> new AppRole[] {AppRole.POP3};
            case SMTP -> new AppRole[] {AppRole.SMTP};
            case HVE -> new AppRole[] {AppRole.HVE_SEND};
            case GRAPH -> new AppRole[] {AppRole.GRAPH_SEND};
            case ENTRA, ACS_SMTP, ACS, OTHER, ANY -> new AppRole[0];
        };
    }
}
