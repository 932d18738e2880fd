package dev.postern.config;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Looks at what does not go together in a destination that sends mail on.
///
/// @param bound where the keys are
record WayChecks(Bound bound) {

    void run(Way way, String destination) {
        switch (way) {
            case Way.Exchange exchange ->
                    sender(exchange.as(), exchange.mailbox(), destination + ".exchange");
            case Way.AcsSmtp _ -> {}
            case Way.Acs acs -> acs(acs, destination + ".acs");
            case Way.Hve hve ->
                    either(
                            hve.tenant().isPresent(),
                            hve.password().isPresent(),
                            "password",
                            destination + ".hve");
            case Way.Graph graph -> {
                String key = destination + ".graph";
                sender(graph.as(), graph.mailbox(), key);
                secure(graph.endpoint(), key + ".endpoint");
                trust(graph.trust(), key);
            }
            case Way.SmartHost host -> smartHost(host, destination + ".smart-host");
        }
    }

    private void sender(Way.As as, Optional<EmailAddress> mailbox, String key) {
        if (as == Way.As.MAILBOX && mailbox.isEmpty() && !bound.has(key + ".mailbox")) {
            bound.error(
                    key,
                    "`mailbox` is missing",
                    "the mailbox that signs in and sends",
                    "or `as: sender`, to sign in as the sender of each message");
        }
        if (as == Way.As.SENDER && mailbox.isPresent()) {
            bound.error(
                    key + ".mailbox",
                    "with `as: sender` no mailbox of its own signs in",
                    "one of the two",
                    "");
        }
    }

    private void acs(Way.Acs acs, String key) {
        either(acs.tenant().isPresent(), acs.accessKey().isPresent(), "access-key", key);
        secure(acs.endpoint(), key + ".endpoint");
        trust(acs.trust(), key);
    }

    private void either(boolean tenant, boolean other, String name, String key) {
        boolean written = bound.has(key + ".tenant") || bound.has(key + "." + name);
        if (!tenant && !other && !written) {
            bound.error(
                    key,
                    "it says neither `tenant` nor `" + name + "`",
                    "one of them, to sign in with",
                    "");
        }
        if (tenant && other) {
            bound.error(
                    key + "." + name,
                    "`tenant` signs in already",
                    "`tenant` or `" + name + "`, not both",
                    "");
        }
    }

    private void smartHost(Way.SmartHost host, String key) {
        trust(host.trust(), key);
        boolean clear =
                host.tls() == Way.SmartHost.Tls.NONE
                        || host.tls() == Way.SmartHost.Tls.OPPORTUNISTIC;
        if (clear && host.signIn().isPresent() && !Loopback.names(host.host())) {
            bound.error(
                    key + ".sign-in",
                    "what it signs in with could go through the network in clear",
                    "`tls: required` or `tls: implicit`",
                    "");
        }
    }

    private void secure(URI url, String key) {
        if ("http".equalsIgnoreCase(url.getScheme()) && !Loopback.hosts(url)) {
            bound.error(
                    key,
                    "messages and credentials would go through the network in clear",
                    "a URL with https:// (http:// will do on this machine alone)",
                    "");
        }
    }

    private void trust(Optional<Path> trust, String key) {
        trust.filter(file -> !Files.isReadable(file))
                .ifPresent(file ->
                        bound.error(
                                key + ".trust",
                                "there is no readable file " + file,
                                "a file that exists",
                                ""));
    }
}
