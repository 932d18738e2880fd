package dev.postern.account;

import dev.postern.protocol.mail.AddrSpec;
import java.util.List;
import java.util.Optional;

/// As which sender somebody may hand in mail.
///
/// @param senders patterns of addresses for the envelope and the From field, as [AddressPattern]
///   has them; empty for none at all
/// @param from what happens to a From field
/// @param instead the address that replaces one that is not allowed; empty for the first of
///   `senders` that is an address
public record SenderPolicy(List<String> senders, From from, Optional<AddrSpec> instead) {

    public SenderPolicy {
        senders = List.copyOf(senders);
    }

    /// What happens to a From field, and to the reverse-path with it.
    public enum From {
        /// One that is not allowed is refused.
        KEEP,
        /// One that is not allowed is replaced, and goes to Reply-To; the display name is kept.
        REPAIR,
        /// Every one is replaced, as above.
        FORCE
    }

    /// Whether this may be the sender as it is. The replacement always may.
    public boolean allows(AddrSpec address) {
        for (String pattern : senders) {
            if (AddressPattern.matches(pattern, address)) {
                return true;
            }
        }
        return instead.isPresent() && instead.get().sameMailbox(address);
    }

    /// Whether nobody's address is refused or replaced.
    public boolean allowsAll() {
        return from != From.FORCE && senders.contains("*");
    }

    /// The address that replaces others; empty if there is none.
    public Optional<AddrSpec> replacement() {
        return instead.isPresent()
                ? instead
                : senders.stream()
                        .map(AddressPattern::new)
                        .flatMap(pattern -> pattern.address().stream())
                        .findFirst();
    }
}
