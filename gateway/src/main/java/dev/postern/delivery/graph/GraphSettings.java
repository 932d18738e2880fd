package dev.postern.delivery.graph;

import dev.postern.protocol.mail.AddrSpec;
import dev.postern.token.Scope;
import dev.postern.token.Tenant;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// How messages are sent by Graph.
///
/// @param endpoint the service's root, `https://graph.microsoft.com`
/// @param mailbox the one that sends; empty for each message's own sender
/// @param timeout for one request
public record GraphSettings(
        URI endpoint, Tenant tenant, Optional<AddrSpec> mailbox, Duration timeout) {

    /// What tokens are for.
    Scope scope() {
        return new Scope(endpoint.getScheme() + "://" + endpoint.getAuthority() + "/.default");
    }
}
