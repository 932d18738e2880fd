package dev.postern.queue;

import dev.postern.protocol.mail.Envelope;
import java.util.List;
import java.util.Optional;

/// A received message, offered for acceptance.
///
/// @param reception its bytes, complete
/// @param origin its identity
/// @param source name of the settings' entry that took it in
/// @param shipments where it is to go, at least one. If it has an envelope, each of its recipients
///   is in exactly one of them
/// @param messageId the Message-ID field's value, if any
/// @param parkedBecause if present, these bytes only stand for a message that could not be fetched:
///   they are accepted straight into the parked state, kept and shown, and never handed over. When
///   a person releases it, the ledger's entry is pending again and the message is fetched anew
public record Offer(
        Reception reception,
        Origin origin,
        String source,
        List<Shipment> shipments,
        Optional<String> messageId,
        Optional<String> parkedBecause) {

    public Offer {
        shipments = List.copyOf(shipments);
        if (shipments.isEmpty()) {
            throw new IllegalArgumentException("a message needs a destination");
        }
        int recipients = origin.enveloped().map(Envelope::recipients).map(List::size).orElse(0);
        List<Integer> shipped =
                shipments.stream().flatMap(one -> one.recipients().stream()).sorted().toList();
        if (!shipped.equals(java.util.stream.IntStream.range(0, recipients).boxed().toList())) {
            throw new IllegalArgumentException(
                    "of " + recipients + " recipients, those that go somewhere are " + shipped);
        }
    }
}
