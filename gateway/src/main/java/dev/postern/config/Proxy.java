package dev.postern.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One address and port where clients with a local password are joined to their mailbox.
public record Proxy(
        @Setting(
                        value =
                                "The protocol that clients speak there, and that their mailbox is"
                                        + " opened by.",
                        example = "imap")
                Protocol protocol,
        @Setting(
                        value = "The address and port; 0.0.0.0 is every address.",
                        example = "127.0.0.1:1143")
                HostPort listen,
        @Setting(
                        value = "The tenant that the mailboxes are in.",
                        refersTo = "tenants",
                        example = "szr")
                String tenant,
        @Setting(value = "How connections of clients are secured.", otherwise = "{mode: none}")
                Relay.Tls tls,
        @Setting(
                        value =
                                "Takes passwords on a connection in the clear, for clients that"
                                        + " know no TLS. A listener on this machine alone takes"
                                        + " them anyway.",
                        otherwise = "off")
                boolean passwordsInClear,
        @Setting(
                        value = "Networks from where clients may connect; without any, everywhere.",
                        otherwise = "[]",
                        example = "[10.20.0.0/16]")
                List<Network> networks,
        @Setting(
                        value =
                                "Networks of load balancers that say who the client is (PROXY"
                                        + " protocol v2); nobody else may connect then.",
                        otherwise = "[]",
                        example = "[10.0.0.4]")
                List<Network> proxies,
        @Setting(value = "Bounds of the sessions.", otherwise = "{}") Limits limits,
        @Setting(
                        value =
                                "What one mailbox is burdened with, by all listeners of this"
                                        + " protocol together, so that Microsoft does not throttle"
                                        + " it.",
                        otherwise = "{}")
                Mailbox mailbox) {

    public Proxy {
        networks = List.copyOf(networks);
        proxies = List.copyOf(proxies);
    }

    /// What can be spoken.
    public enum Protocol {
        IMAP,
        POP3,
        SMTP
    }

    /// Bounds of the sessions of a listener.
    public record Limits(
            @Setting(
                            value = "Sessions at the same time.",
                            otherwise = "10000",
                            min = "1",
                            max = "100000")
                    int sessions,
            @Setting(
                            value = "Sessions at the same time from one address.",
                            otherwise = "1000",
                            min = "1",
                            max = "100000")
                    int perAddress,
            @Setting(
                            value = "Sessions at the same time of one account.",
                            otherwise = "100",
                            min = "1",
                            max = "100000")
                    int perAccount,
            @Setting(
                            value =
                                    "A session in which nothing is said for so long is ended."
                                            + " Clients that wait for mail by IDLE say something"
                                            + " every 29 minutes.",
                            otherwise = "45m",
                            min = "1m",
                            max = "1d")
                    Duration idle) {}

    /// What one mailbox is burdened with.
    public record Mailbox(
            @Setting(
                            value =
                                    "Connections at the same time; a client beyond that waits for a"
                                            + " moment, and is then refused. Microsoft allows 3 by"
                                            + " SMTP, and does not say how many by IMAP and POP3.",
                            absent = "8; for SMTP 3",
                            min = "1",
                            max = "1000")
                    Optional<Integer> connections,
            @Setting(
                            value = "Sign-ins a minute, of all its clients together.",
                            otherwise = "60",
                            min = "1",
                            max = "100000")
                    int loginsPerMinute,
            @Setting(
                            value = "How long a client waits for its turn before it is refused.",
                            otherwise = "10s",
                            min = "0s",
                            max = "1m")
                    Duration patience) {}
}
