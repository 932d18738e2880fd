package dev.postern.control;

import java.util.List;
import java.util.Optional;

/// A local account as a person wants it.
///
/// @param senders patterns of addresses as which it may send; empty for none
/// @param from what happens to another sender
/// @param instead the address that is put instead of another sender; empty for the first address
///   among `senders`
/// @param mailboxes addresses of the mailboxes that it may open
/// @param networks from where it may be used; empty for everywhere
/// @param messagesPerMinute empty for no limit
/// @param accessKey whether it gets a key for the HTTP API
public record AccountOrder(
        String name,
        List<String> senders,
        From from,
        Optional<String> instead,
        List<String> mailboxes,
        List<String> networks,
        Optional<Integer> messagesPerMinute,
        boolean accessKey) {

    /// What happens to a sender.
    public enum From {
        /// Another is refused.
        KEEP,
        /// Another is replaced.
        REPAIR,
        /// Everyone is replaced.
        FORCE
    }

    public AccountOrder {
        senders = List.copyOf(senders);
        mailboxes = List.copyOf(mailboxes);
        networks = List.copyOf(networks);
    }
}
