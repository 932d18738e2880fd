package dev.postern.protocol.smtp;

import dev.postern.protocol.smtp.ServerRules.SignInOffer;
import dev.postern.protocol.wire.TlsOffer;

/// Rules of servers for tests.
final class Rules {

    static final ServerLimits LIMITS = new ServerLimits(2000, 500, 200, 3, 20, 5, 3);

    private Rules() {}

    /// No TLS, and signing in without it.
    static ServerRules plain() {
        return with(new TlsOffer.None(), SignInOffer.ALWAYS);
    }

    static ServerRules with(TlsOffer tls, SignInOffer signIn) {
        return with(tls, signIn, LIMITS, ServerDeadlines.USUAL);
    }

    static ServerRules with(
            TlsOffer tls, SignInOffer signIn, ServerLimits limits, ServerDeadlines deadlines) {
        return new ServerRules("gate.example.cz", "Postern", tls, signIn, limits, deadlines);
    }
}
