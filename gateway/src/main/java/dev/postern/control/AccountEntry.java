package dev.postern.control;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One local account. The components' names are a contract with scripts.
///
/// @param from `keep`, `repair` or `force`
/// @param messagesPerMinute empty for no limit
/// @param passwords how many it has
/// @param accessKey whether it has one
/// @param lastUsed some seconds old at most
public record AccountEntry(
        String name,
        boolean enabled,
        List<String> senders,
        String from,
        Optional<String> instead,
        List<String> mailboxes,
        List<String> networks,
        Optional<Integer> messagesPerMinute,
        int passwords,
        boolean accessKey,
        Instant created,
        Optional<Instant> lastUsed) {

    public AccountEntry {
        senders = List.copyOf(senders);
        mailboxes = List.copyOf(mailboxes);
        networks = List.copyOf(networks);
    }
}
