package dev.postern.queue;

import java.util.List;
import java.util.Optional;

/// A received message, offered for acceptance.
///
/// @param reception its bytes, complete
/// @param origin its identity
/// @param source name of the settings' entry that took it in
/// @param destinations names of the destinations it is to be handed to, at least one
/// @param messageId the Message-ID field's value, if any
/// @param parkedBecause if present, these bytes only stand for a message that could not be fetched:
///   they are accepted straight into the parked state, kept and shown, and never handed over. When
///   a person releases it, the ledger's entry is pending again and the message is fetched anew
public record Offer(
        Reception reception,
        Origin origin,
        String source,
        List<String> destinations,
        Optional<String> messageId,
        Optional<String> parkedBecause) {

    public Offer {
        destinations = List.copyOf(destinations);
        if (destinations.isEmpty()) {
            throw new IllegalArgumentException("a message needs a destination");
        }
    }
}
