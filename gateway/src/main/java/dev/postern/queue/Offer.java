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
/// @param parkedBecause if present, the message is accepted straight into the parked state: it is
///   kept and shown, and handed over only when a person releases it
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
