package dev.postern.submission;

import dev.postern.account.SenderPolicy;
import dev.postern.listen.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// Who may hand in mail at a listener.
public sealed interface Admission {

    /// Only accounts.
    record SignedIn() implements Admission {}

    /// Only who comes from a trusted network.
    record FromNetworks(TrustedNetworks networks) implements Admission {}

    /// Who has signed in, and who comes from a trusted network.
    record Either(TrustedNetworks networks) implements Admission {}

    /// Networks whose devices need not sign in, and as whom those may send.
    record TrustedNetworks(List<AddressRange> ranges, SenderPolicy policy) {
        public TrustedNetworks {
            ranges = List.copyOf(ranges);
        }
    }

    /// Whether anybody can sign in there.
    default boolean takesAccounts() {
        return switch (this) {
            case SignedIn _, Either _ -> true;
            case FromNetworks _ -> false;
        };
    }

    /// What somebody at this address may do without signing in.
    default Optional<Guest> guest(InetAddress address) {
        return switch (this) {
            case SignedIn _ -> Optional.empty();
            case FromNetworks(TrustedNetworks networks) -> guest(networks, address);
            case Either(TrustedNetworks networks) -> guest(networks, address);
        };
    }

    private static Optional<Guest> guest(TrustedNetworks networks, InetAddress address) {
        return networks.ranges().stream()
                .filter(range -> range.contains(address))
                .findFirst()
                .map(range -> new Guest(range, networks.policy()));
    }

    /// Somebody who is trusted for the place it comes from.
    record Guest(AddressRange range, SenderPolicy policy) {}
}
