package dev.postern.lab.directory;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A mail server as organisations have one of their own.
///
/// @param accounts passwords by user name; without any it offers no sign-in
/// @param signInRequired whether it takes mail only after a sign-in
/// @param domains for which it takes mail, in lower case; none stands for all
/// @param unknown recipients it does not know, in lower case
/// @param octets of one message
public record SmartHost(
        Tls tls,
        Map<String, String> accounts,
        boolean signInRequired,
        Set<String> domains,
        Set<String> unknown,
        int octets) {

    public SmartHost {
        accounts = Ordered.copy(accounts);
        domains = Ordered.copy(domains);
        unknown = Ordered.copy(unknown);
    }

    /// How it protects its connections.
    public enum Tls {
        NONE,
        STARTTLS,
        IMPLICIT
    }

    /// Whether it takes mail for the domain of this address, in whatever case.
    public boolean serves(String address) {
        String domain = address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        return domains.isEmpty() || domains.contains(domain);
    }

    /// Whether it has this recipient, in whatever case.
    public boolean knows(String address) {
        return !unknown.contains(address.toLowerCase(Locale.ROOT));
    }

    /// Without its passwords.
    @Override
    public String toString() {
        return "SmartHost[" + tls + ", " + domains + "]";
    }
}
