package dev.postern.queue;

import java.util.List;

/// Where some recipients of a message, or the whole of it, are to go.
///
/// @param ways names of destinations, at least one, each once: the first is used while it works,
///   the next when it does not
/// @param recipients positions in the envelope's list of recipients, from 0; empty for a message
///   without an envelope
public record Shipment(List<String> ways, List<Integer> recipients) {

    public Shipment {
        ways = List.copyOf(ways);
        recipients = List.copyOf(recipients);
        if (ways.isEmpty() || ways.stream().distinct().count() < ways.size()) {
            throw new IllegalArgumentException("a shipment needs ways, each once: " + ways);
        }
    }

    /// A whole message, without an envelope, to one destination.
    public static Shipment whole(String destination) {
        return new Shipment(List.of(destination), List.of());
    }
}
