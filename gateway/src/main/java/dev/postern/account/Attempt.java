package dev.postern.account;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Somebody tries to sign in: as an account, or to a mailbox that several accounts may open.
///
/// @param key the name given, in lower case, whether or not there is one
/// @param accounts whose password will do; none if there is nobody of this name
/// @param hashes how many are made to check a password, however many accounts there are
record Attempt(Peer peer, String key, List<Registered> accounts, int hashes) {

    private static final int NAME_MAX = 255;
    private static final int HOUSEHOLD = 64;

    Attempt {
        accounts = List.copyOf(accounts);
    }

    /// @param account empty if there is none of this name
    static Attempt as(Peer peer, String key, Optional<Registered> account) {
        return new Attempt(peer, key, account.stream().toList(), 1);
    }

    /// @param openers all that may open the mailbox; those count that may be used from there
    static Attempt at(Peer peer, String mailbox, List<Registered> openers, int hashes) {
        return new Attempt(
                peer,
                mailbox,
                openers.stream().filter(one -> obstacle(one, peer).isEmpty()).toList(),
                hashes);
    }

    /// The account, if it is one that somebody tries to sign in as.
    Optional<Registered> account() {
        return accounts.stream().findFirst();
    }

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

    /// Why nobody is let in, even if the proof is right.
    Optional<String> obstacle() {
        return account()
                .map(one -> obstacle(one, peer))
                .orElse(Optional.of("there is no such account"));
    }

    private static Optional<String> obstacle(Registered account, Peer peer) {
        if (!account.enabled()) {
            return Optional.of("the account is disabled");
        }
        List<Network> networks = account.rights().networks();
        boolean fromThere =
                networks.isEmpty()
                        || networks.stream().anyMatch(one -> one.contains(peer.address()));
        return fromThere
                ? Optional.empty()
                : Optional.of("the account may not be used from this network");
    }
}
