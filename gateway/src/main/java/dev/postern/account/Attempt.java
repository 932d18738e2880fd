package dev.postern.account;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/// Somebody tries to sign in.
///
/// @param key the account's name in lower case, whether or not there is one
/// @param account empty if there is none of this name
record Attempt(Peer peer, String key, Optional<Registered> account) {

    private static final int NAME_MAX = 255;
    private static final int HOUSEHOLD = 64;

    static String key(String name) {
        return name.substring(0, Math.min(name.length(), NAME_MAX)).toLowerCase(Locale.ROOT);
    }

    String address() {
        return peer.address().getHostAddress();
    }

    /// Who is counted as one: an IPv4 address, or the /64 of an IPv6 address.
    String household() {
        InetAddress address = peer.address();
        return address instanceof Inet6Address
                ? Network.around(address, HOUSEHOLD).toString()
                : address.getHostAddress();
    }

    /// The name for logs and lists; empty for what can be no account's name, and might be a
    /// password in the wrong field.
    String shown() {
        return AccountName.parse(key).map(AccountName::text).orElse("");
    }

    /// Why this account may not be used, though the proof was right.
    Optional<String> obstacle() {
        if (account.isEmpty()) {
            return Optional.of("there is no such account");
        }
        if (!account.get().enabled()) {
            return Optional.of("the account is disabled");
        }
        var networks = account.get().rights().networks();
        boolean fromThere =
                networks.isEmpty()
                        || networks.stream().anyMatch(one -> one.contains(peer.address()));
        return fromThere
                ? Optional.empty()
                : Optional.of("the account may not be used from this network");
    }
}
