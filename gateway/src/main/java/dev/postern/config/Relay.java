package dev.postern.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What is handed in by devices and applications, and which way it goes.
///
/// @param internalDomains the organisation's own
public record Relay(
        @Setting(
                        value =
                                "What Postern calls itself: in greetings, in Received fields, and"
                                        + " as the domain of its reports.",
                        absent = "this machine's name",
                        example = "postern.example.cz")
                Optional<String> name,
        @Setting(
                        value = "Where mail is taken by SMTP.",
                        otherwise = "[]",
                        example = "[{listen: \"127.0.0.1:2525\"}]")
                List<Listener> listeners,
        @Setting(
                        value =
                                "Which way mail goes. For each recipient the first route counts"
                                        + " that fits; what fits none is refused.",
                        example = "[{to: exchange}]")
                List<Route> routes,
        @Setting(
                        value =
                                "The organisation's own domains: `internal` in routes, the"
                                        + " recipients of High Volume Email, and the senders that"
                                        + " trusted networks may use.",
                        otherwise = "[]",
                        example = "[example.cz]")
                List<String> internalDomains,
        @Setting(value = "Bounds of what is taken.", otherwise = "{}") Limits limits) {

    public Relay {
        listeners = List.copyOf(listeners);
        routes = List.copyOf(routes);
        internalDomains = List.copyOf(internalDomains);
    }

    /// One address and port where mail is taken.
    ///
    /// @param trusted networks whose devices need not sign in
    /// @param senders as whom those may send
    /// @param proxies load balancers that say who the client is
    public record Listener(
            @Setting(
                            value = "The address and port; 0.0.0.0 is every address.",
                            example = "0.0.0.0:587")
                    HostPort listen,
            @Setting(value = "How connections are secured.", otherwise = "{mode: none}") Tls tls,
            @Setting(
                            value =
                                    "Who may hand mail in: `required`, only accounts; `trusted`,"
                                            + " only devices in `trusted` networks, without signing"
                                            + " in; `either` of them.",
                            otherwise = "required")
                    SignIn signIn,
            @Setting(
                            value = "Networks whose devices need not sign in.",
                            otherwise = "[]",
                            example = "[10.20.0.0/16]")
                    List<Network> trusted,
            @Setting(
                            value =
                                    "As whom those may send: addresses, `*@domain`. Without any:"
                                            + " as everybody in `internal-domains`.",
                            otherwise = "[]",
                            example = "[\"scanner@example.cz\"]")
                    List<String> senders,
            @Setting(
                            value =
                                    "What happens to their sender: `keep` refuses one that is not"
                                            + " allowed, `repair` replaces it, `force` replaces"
                                            + " every one; the original goes to Reply-To.",
                            otherwise = "keep")
                    From from,
            @Setting(
                            value = "The address that replaces a sender.",
                            absent = "the first of `senders` that is an address",
                            example = "scanner@example.cz")
                    Optional<EmailAddress> instead,
            @Setting(
                            value =
                                    "Takes passwords on a connection in the clear, for devices that"
                                            + " know no TLS. A listener on this machine alone"
                                            + " takes them anyway.",
                            otherwise = "off")
                    boolean passwordsInClear,
            @Setting(
                            value =
                                    "Lets `trusted` be the whole Internet. Whoever finds it can"
                                            + " send through it.",
                            otherwise = "off")
                    boolean openRelay,
            @Setting(
                            value =
                                    "Networks of load balancers that say who the client is (PROXY"
                                            + " protocol v2); nobody else may connect then.",
                            otherwise = "[]",
                            example = "[10.0.0.4]")
                    List<Network> proxies,
            @Setting(
                            value = "Sessions at the same time.",
                            otherwise = "1000",
                            min = "1",
                            max = "100000")
                    int sessions,
            @Setting(
                            value = "Sessions at the same time from one address.",
                            otherwise = "100",
                            min = "1",
                            max = "100000")
                    int sessionsPerAddress) {

        public Listener {
            trusted = List.copyOf(trusted);
            senders = List.copyOf(senders);
            proxies = List.copyOf(proxies);
        }

        /// Who may hand mail in.
        public enum SignIn {
            REQUIRED,
            TRUSTED,
            EITHER
        }

        /// What happens to a sender.
        public enum From {
            KEEP,
            REPAIR,
            FORCE
        }
    }

    /// How a listener's connections are secured.
    public record Tls(
            @Setting(
                            value =
                                    "`starttls`: in the clear at first; `implicit`: from the first"
                                            + " byte; `none`.",
                            otherwise = "starttls")
                    Mode mode,
            @Setting(
                            value =
                                    "The certificate and its chain, PEM. Read again when it"
                                            + " changes.",
                            absent = "only with `mode: none`",
                            example = "/etc/postern/tls.pem")
                    Optional<Path> certificate,
            @Setting(
                            value = "Its private key, PEM.",
                            absent = "only with `mode: none`",
                            example = "/etc/postern/tls.key")
                    Optional<Path> key,
            @Setting(
                            value =
                                    "The oldest TLS that is spoken; 1.0 and 1.1 are for old devices"
                                            + " on a listener of their own.",
                            otherwise = "1.2",
                            example = "1.0")
                    TlsVersion minVersion) {

        /// When TLS begins.
        public enum Mode {
            STARTTLS,
            IMPLICIT,
            NONE
        }
    }

    /// One rule of where mail goes. What is left out fits everything.
    public record Route(
            @Setting(
                            value = "Senders: addresses, `*@domain`, `*@*.domain`.",
                            otherwise = "[]",
                            oneWillDo = true,
                            example = "[\"*@shop.example.cz\"]")
                    List<String> senders,
            @Setting(
                            value =
                                    "Recipients: addresses, domains, `*.domain`, or `internal` for"
                                            + " the `internal-domains`.",
                            otherwise = "[]",
                            oneWillDo = true,
                            example = "[example.cz]")
                    List<String> recipients,
            @Setting(
                            value = "Local accounts.",
                            otherwise = "[]",
                            oneWillDo = true,
                            example = "[printer1]")
                    List<String> accounts,
            @Setting(
                            value = "Messages larger than this only.",
                            absent = "of any size",
                            example = "2MiB")
                    Optional<ByteSize> largerThan,
            @Setting(
                            value =
                                    "Destinations, tried in this order: the next is used while the"
                                            + " one before is down, over its quota, or cannot carry"
                                            + " the message.",
                            refersTo = "destinations",
                            oneWillDo = true,
                            example = "[hve, exchange]")
                    List<String> to) {

        public Route {
            senders = List.copyOf(senders);
            recipients = List.copyOf(recipients);
            accounts = List.copyOf(accounts);
            to = List.copyOf(to);
        }
    }

    /// Bounds of what is taken.
    ///
    /// @param warnAfter a sender whose message still waits is told so once
    public record Limits(
            @Setting(
                            value = "Recipients of one message.",
                            otherwise = "500",
                            min = "1",
                            max = "10000")
                    int recipients,
            @Setting(
                            value = "The largest message.",
                            absent = "`queue.size-max`",
                            min = "64KiB",
                            max = "1GiB")
                    Optional<ByteSize> sizeMax,
            @Setting(
                            value =
                                    "After this, a sender is told once that the message still waits.",
                            otherwise = "4h",
                            min = "1m",
                            max = "30d")
                    Duration warnAfter) {}
}
