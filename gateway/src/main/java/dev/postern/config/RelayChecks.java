package dev.postern.config;

import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Looks at what does not go together in the relay: above all, at what would relay for strangers.
///
/// @param bound where the keys are
record RelayChecks(Bound bound) {

    private static final String LABEL = "[\\p{L}\\p{N}]([\\p{L}\\p{N}_-]*[\\p{L}\\p{N}])?";
    private static final Pattern DOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final String INTERNAL = "internal";

    void run(Relay relay) {
        relay.name().ifPresent(name -> domain(name, "relay.name"));
        each("relay.internal-domains", relay.internalDomains(), this::domain);
        Map<String, Integer> addresses = new HashMap<>();
        for (int i = 0; i < relay.listeners().size(); i++) {
            String key = "relay.listeners[" + i + "]";
            Relay.Listener listener = relay.listeners().get(i);
            Integer twin = addresses.putIfAbsent(listener.listen().toString(), i);
            if (twin != null) {
                bound.error(
                        key + ".listen",
                        "the same address as that of `relay.listeners[" + twin + "]`",
                        "each address and port once",
                        "");
            }
            listener(listener, relay, key);
        }
        routes(relay);
    }

    void api(Api api, boolean relay) {
        if (!relay) {
            bound.error(
                    "api", "there is no `relay`", "`relay` with the routes that mail takes", "");
        }
        if (api.tls().mode() == Relay.Tls.Mode.STARTTLS && bound.has("api.tls.mode")) {
            bound.error("api.tls.mode", "HTTP knows no STARTTLS", "`implicit` or `none`", "");
        }
        tls(api.tls(), "api.tls");
        if (api.tls().mode() == Relay.Tls.Mode.NONE && !Loopback.names(api.listen().host())) {
            bound.error(
                    "api.listen",
                    "messages and passwords would go through the network in clear",
                    "`tls: {mode: implicit, certificate: …, key: …}`, or an address of this"
                            + " machine alone",
                    "");
        }
    }

    private void listener(Relay.Listener listener, Relay relay, String key) {
        tls(listener.tls(), key + ".tls");
        each(key + ".senders", listener.senders(), this::address);
        boolean trusts = listener.signIn() != Relay.Listener.SignIn.REQUIRED;
        if (trusts && listener.trusted().isEmpty()) {
            bound.error(
                    key + ".sign-in",
                    "there is no network under `trusted`",
                    "the networks whose devices need not sign in",
                    "");
        }
        if (!trusts && !listener.trusted().isEmpty()) {
            bound.error(
                    key + ".trusted",
                    "with `sign-in: required` no network is trusted",
                    "`sign-in: either`, or `trusted`",
                    "");
        }
        if (trusts && listener.senders().isEmpty() && relay.internalDomains().isEmpty()) {
            bound.error(
                    key + ".senders",
                    "nothing says as whom the trusted networks may send",
                    "`senders`, or `internal-domains` of the relay",
                    "");
        }
        openRelay(listener, key);
        passwords(listener, key);
        replacement(listener, key);
    }

    private void openRelay(Relay.Listener listener, String key) {
        for (int i = 0; i < listener.trusted().size(); i++) {
            if (listener.trusted().get(i).everybody() && !listener.openRelay()) {
                bound.error(
                        key + ".trusted[" + i + "]",
                        "the whole Internet would be trusted: an open relay",
                        "the networks that your devices are in",
                        "if that is what you want, `open-relay: on` says so in full");
            }
        }
    }

    private void passwords(Relay.Listener listener, String key) {
        boolean none = listener.tls().mode() == Relay.Tls.Mode.NONE;
        boolean accounts = listener.signIn() != Relay.Listener.SignIn.TRUSTED;
        boolean near = Loopback.names(listener.listen().host());
        if (none && listener.signIn() == Relay.Listener.SignIn.REQUIRED && !near) {
            if (!listener.passwordsInClear()) {
                bound.error(
                        key + ".tls",
                        "without TLS nobody could sign in: passwords are not taken in the clear",
                        "`tls: {mode: starttls, certificate: …, key: …}`",
                        "for devices that know no TLS: `passwords-in-clear: on`");
            }
        }
        if (accounts && listener.passwordsInClear() && !near) {
            bound.warn(
                    key + ".passwords-in-clear",
                    "passwords may go through the network in clear",
                    "TLS, and `passwords-in-clear: off`",
                    "");
        }
    }

    private void replacement(Relay.Listener listener, String key) {
        boolean replaces = listener.from() != Relay.Listener.From.KEEP;
        boolean known =
                listener.instead().isPresent()
                        || listener.senders().stream().anyMatch(RelayChecks::oneAddress);
        if (replaces && !known) {
            bound.error(
                    key + ".from",
                    "nothing says which address replaces a sender",
                    "`instead`, or an address under `senders`",
                    "");
        }
    }

    private static boolean oneAddress(String pattern) {
        return !pattern.contains("*") && pattern.contains("@") && !pattern.startsWith("@");
    }

    void tls(Relay.Tls tls, String key) {
        if (tls.mode() == Relay.Tls.Mode.NONE) {
            return;
        }
        if (tls.certificate().isEmpty() && !bound.has(key + ".certificate")) {
            bound.error(key, "`certificate` is missing", "a PEM file with the certificate", "");
        }
        if (tls.key().isEmpty() && !bound.has(key + ".key")) {
            bound.error(key, "`key` is missing", "a PEM file with the private key", "");
        }
        tls.certificate()
                .filter(file -> !Files.isReadable(file))
                .ifPresent(file -> missing(key + ".certificate", file));
        tls.key()
                .filter(file -> !Files.isReadable(file))
                .ifPresent(file -> missing(key + ".key", file));
        tls.key()
                .filter(SecretFile::readableByAll)
                .ifPresent(file ->
                        bound.warn(
                                key + ".key",
                                "every user of this machine can read the private key in " + file,
                                "a file that only the service's user can read",
                                "chmod 600 " + file));
        if (tls.minVersion().old()) {
            bound.warn(
                    key + ".min-version",
                    "TLS " + tls.minVersion() + " has been given up for its weakness",
                    "1.2, but for a listener that only old devices use",
                    "");
        }
    }

    private void missing(String key, java.nio.file.Path file) {
        bound.error(key, "there is no readable file " + file, "a file that exists", "");
    }

    private void routes(Relay relay) {
        if (relay.routes().isEmpty()) {
            bound.error(
                    "relay.routes",
                    "there is no route: every message would be refused",
                    "at least `- {to: [DESTINATION]}`",
                    "");
        }
        for (int i = 0; i < relay.routes().size(); i++) {
            String key = "relay.routes[" + i + "]";
            Relay.Route route = relay.routes().get(i);
            each(key + ".senders", route.senders(), this::address);
            each(key + ".recipients", route.recipients(), this::recipient);
            if (route.recipients().contains(INTERNAL) && relay.internalDomains().isEmpty()) {
                bound.error(
                        key + ".recipients",
                        "there are no `internal-domains`",
                        "the organisation's own domains under `relay.internal-domains`",
                        "");
            }
            if (route.to().isEmpty()
                    || route.to().stream().distinct().count() < route.to().size()) {
                bound.error(key + ".to", "not a list of ways", "each destination once", "");
            }
        }
    }

    private interface Check {
        void look(String text, String key);
    }

    private void each(String key, List<String> texts, Check check) {
        for (int i = 0; i < texts.size(); i++) {
            String item = key + "[" + i + "]";
            check.look(texts.get(i), bound.has(item) ? item : key);
        }
    }

    private void domain(String text, String key) {
        if (!DOMAIN.matcher(text).matches()) {
            bound.error(
                    key,
                    Printable.quote(text) + " is not a domain",
                    "a domain such as example.cz",
                    "");
        }
    }

    private void address(String text, String key) {
        int at = text.lastIndexOf('@');
        String domain = at < 0 ? text : text.substring(at + 1);
        boolean fits = at >= 0 && (domain.equals("*") || fits(domain));
        if (!fits && !text.equals("*")) {
            bound.error(
                    key,
                    Printable.quote(text) + " is not a pattern of addresses",
                    "an address, `*@example.cz` or `*@*.example.cz`",
                    at < 0 && fits(text) ? "for a whole domain: `*@" + text + "`" : "");
        }
    }

    private void recipient(String text, String key) {
        if (!text.equals(INTERNAL)
                && !text.equals("*")
                && !fits(text.substring(text.lastIndexOf('@') + 1))) {
            bound.error(
                    key,
                    Printable.quote(text) + " is not a pattern of recipients",
                    "a domain, `*.example.cz`, an address, or `internal`",
                    "");
        }
    }

    private static boolean fits(String domain) {
        String name = domain.startsWith("*.") ? domain.substring(2) : domain;
        return DOMAIN.matcher(name).matches();
    }
}
