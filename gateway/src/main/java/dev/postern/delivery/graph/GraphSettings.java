package dev.postern.delivery.graph;

import dev.postern.protocol.mail.AddrSpec;
import dev.postern.token.Scope;
import dev.postern.token.Tenant;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// How messages are sent by Graph.
///
/// @param endpoint the service's root, `https://graph.microsoft.com`
/// @param mailbox the one that sends; empty for each message's own sender
/// @param timeout for one request
public record GraphSettings(
        URI endpoint, Tenant tenant, Optional<AddrSpec> mailbox, Duration timeout) {

    private static final String WORLDWIDE = "https://graph.microsoft.com";

    /// Of the national clouds, each of which is a resource of its own.
    private static final Set<String> NATIONAL =
            Set.of(
                    "https://graph.microsoft.us",
                    "https://dod-graph.microsoft.us",
                    "https://microsoftgraph.chinacloudapi.cn");

    /// What tokens are for: the cloud's Graph. Whatever else stands at the endpoint, as a lab does,
    /// stands in for the worldwide one.
    Scope scope() {
        String root = endpoint.getScheme() + "://" + endpoint.getAuthority();
        return new Scope((NATIONAL.contains(root) ? root : WORLDWIDE) + "/.default");
    }
}
