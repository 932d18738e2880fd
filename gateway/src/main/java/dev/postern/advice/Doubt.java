package dev.postern.advice;

import java.util.Optional;

/// What a case is about, so that other evidence can speak for or against it.
enum Doubt {
    /// Nothing that could be seen elsewhere.
    OPEN,
    /// The token is for another resource.
    AUDIENCE,
    /// The token is of another tenant.
    TENANT,
    /// The token is of another application.
    APPLICATION,
    /// The token is a user's.
    DELEGATED,
    /// The token has ended.
    EXPIRED,
    /// The application lacks its role, or nobody consented.
    ROLE,
    /// Exchange does not know the application, or by a wrong object id.
    REGISTRATION,
    /// The application has no right on this mailbox.
    PERMISSION,
    /// A protocol is switched off for the mailbox.
    SWITCH,
    /// The secret's id stands in the place of its value.
    SECRET_ID,
    /// A password was sent where only tokens are taken.
    PASSWORD,
    /// What was sent instead of a token is wrong, or not allowed.
    NO_TOKEN;

    /// How much the evidence speaks for it.
    enum Weight {
        PROVED,
        LIKELY,
        POSSIBLE,
        RULED_OUT
    }

    Weight weigh(Evidence evidence) {
        return switch (this) {
            case OPEN -> Weight.POSSIBLE;
            case AUDIENCE -> ofToken(evidence, this::audience);
            case TENANT ->
                    ofToken(
                            evidence,
                            (facts, about) -> same(facts.tenantId(), about.names().tenantId()));
            case APPLICATION ->
                    ofToken(
                            evidence,
                            (facts, about) ->
                                    same(facts.applicationId(), about.names().clientId()));
            case DELEGATED -> ofToken(evidence, (facts, _) -> provedIf(facts.delegated()));
            case EXPIRED -> ofToken(evidence, (facts, _) -> provedIf(facts.expired()));
            case ROLE -> ofToken(evidence, this::role);
            case REGISTRATION ->
                    evidence.saw(Circumstance.OTHER_MAILBOX_WORKS)
                                    || evidence.saw(Circumstance.OTHER_PROTOCOL_WORKS)
                            ? Weight.RULED_OUT
                            : Weight.POSSIBLE;
            case PERMISSION ->
                    evidence.saw(Circumstance.OTHER_PROTOCOL_WORKS)
                            ? Weight.RULED_OUT
                            : Weight.POSSIBLE;
            case SWITCH ->
                    evidence.saw(Circumstance.OTHER_PROTOCOL_WORKS)
                            ? Weight.LIKELY
                            : Weight.POSSIBLE;
            case SECRET_ID ->
                    evidence.saw(Circumstance.SECRET_LOOKS_LIKE_ID)
                            ? Weight.PROVED
                            : Weight.POSSIBLE;
            case NO_TOKEN -> evidence.token().isPresent() ? Weight.RULED_OUT : Weight.POSSIBLE;
            case PASSWORD ->
                    evidence.saw(Circumstance.PASSWORD_USED)
                            ? Weight.PROVED
                            : evidence.token().isPresent() ? Weight.RULED_OUT : Weight.POSSIBLE;
        };
    }

    /// The kind of trouble that it is when it is proved, if that is another than the words told.
    Optional<Trouble> code() {
        return switch (this) {
            case AUDIENCE -> Optional.of(Trouble.D3);
            case ROLE, DELEGATED -> Optional.of(Trouble.D2);
            case OPEN,
                    TENANT,
                    APPLICATION,
                    EXPIRED,
                    REGISTRATION,
                    PERMISSION,
                    SWITCH,
                    SECRET_ID,
                    PASSWORD,
                    NO_TOKEN ->
                    Optional.empty();
        };
    }

    @FunctionalInterface
    private interface Look {
        Weight at(TokenFacts facts, Evidence evidence);
    }

    private static Weight ofToken(Evidence evidence, Look look) {
        return evidence.token().map(facts -> look.at(facts, evidence)).orElse(Weight.POSSIBLE);
    }

    private Weight audience(TokenFacts facts, Evidence evidence) {
        if (facts.audience().isEmpty()) {
            return Weight.POSSIBLE;
        }
        String audience = facts.audience().get();
        if (evidence.service().takes(audience)) {
            return Weight.RULED_OUT;
        }
        boolean others = Service.GRAPH.takes(audience) || Service.ACS.takes(audience);
        return evidence.saw(Circumstance.OWN_CLOUD) && !others ? Weight.POSSIBLE : Weight.PROVED;
    }

    private Weight role(TokenFacts facts, Evidence evidence) {
        Service service = evidence.service();
        if (facts.audience().isEmpty()) {
            // Whatever it is, it could not be read.
            return Weight.POSSIBLE;
        }
        if (service.roles().isEmpty()
                || service.roles().stream().anyMatch(facts.roles()::contains)) {
            return Weight.RULED_OUT;
        }
        return service.knowsRoleAssignments() ? Weight.LIKELY : Weight.PROVED;
    }

    /// The settings may name a tenant by a domain, which proves nothing.
    private static Weight same(Optional<String> claim, String name) {
        if (claim.isEmpty() || name.isEmpty() || name.contains(".")) {
            return Weight.POSSIBLE;
        }
        return provedIf(!claim.get().equalsIgnoreCase(name));
    }

    private static Weight provedIf(boolean condition) {
        return condition ? Weight.PROVED : Weight.RULED_OUT;
    }
}
