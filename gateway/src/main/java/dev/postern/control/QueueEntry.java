package dev.postern.control;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One message in the queue, or in its history. The components' names are a contract with scripts.
///
/// @param id its name
/// @param source the settings' entry that took it in
/// @param origin mailbox, folder and server id
/// @param sender the reverse-path, `<>` for the null one; empty for a collected message
/// @param deliveries where it goes, and how far that is
/// @param history what happened to it, oldest first; empty in lists
public record QueueEntry(
        String id,
        String source,
        String origin,
        Instant accepted,
        long size,
        String sha256,
        Optional<String> messageId,
        Optional<String> sender,
        List<Delivery> deliveries,
        List<Step> history) {

    public QueueEntry {
        deliveries = List.copyOf(deliveries);
        history = List.copyOf(history);
    }

    /// One destination of a message.
    ///
    /// @param state `waiting`, `sending`, `parked`, `delivered` or `bounced`
    /// @param recipients those of the message's that go there; empty for a collected message
    /// @param due when the next attempt is; empty if none will be
    /// @param words what the destination said last, or why the message is parked
    public record Delivery(
            String destination,
            List<String> recipients,
            String state,
            int attempts,
            Optional<Instant> due,
            String words) {

        public Delivery {
            recipients = List.copyOf(recipients);
        }
    }

    /// One line of the history.
    public record Step(Instant at, String what, String words) {}
}
