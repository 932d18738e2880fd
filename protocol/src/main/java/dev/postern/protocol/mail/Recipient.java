package dev.postern.protocol.mail;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// One recipient of an envelope: a forward-path with its DSN parameters (RFC 3461 §4.1, §4.2).
///
/// @param address where to
/// @param wishes of what the sender wants to hear; empty if it did not say, which means of failure
///   and, where that is usual, of delay
/// @param original the ORCPT parameter as it was given, still in xtext: `rfc822;someone@example.cz`
public record Recipient(AddrSpec address, Set<Notify> wishes, Optional<String> original) {

    public Recipient {
        wishes = Set.copyOf(wishes);
        if (wishes.contains(Notify.NEVER) && wishes.size() > 1) {
            throw new IllegalArgumentException("NEVER stands alone");
        }
    }

    /// A recipient without any wish.
    public static Recipient of(AddrSpec address) {
        return new Recipient(address, EnumSet.noneOf(Notify.class), Optional.empty());
    }

    /// Whether the sender is to hear of this.
    public boolean wants(Notify event) {
        return wishes.contains(event)
                || (wishes.isEmpty() && (event == Notify.FAILURE || event == Notify.DELAY));
    }
}
