package dev.postern.protocol.smtp;

import dev.postern.protocol.wire.TlsOffer;

/// What a server says of itself and how it treats its clients, the same for all its sessions.
///
/// @param name the host name it greets with
/// @param banner follows the name and `ESMTP` in the greeting
/// @param tls whether connections are secured
/// @param signIn when AUTH is offered
public record ServerRules(
        String name,
        String banner,
        TlsOffer tls,
        SignInOffer signIn,
        ServerLimits limits,
        ServerDeadlines deadlines) {

    /// When a client can sign in.
    public enum SignInOffer {
        NEVER,
        /// On a secured connection only.
        OVER_TLS,
        /// In the clear as well.
        ALWAYS
    }

    public ServerRules {
        if (!name.matches("[!-~]{1,255}")) {
            throw new IllegalArgumentException("not a name to greet with: " + name);
        }
    }
}
