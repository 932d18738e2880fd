package dev.postern.control;

import java.time.Instant;
import java.util.Optional;

/// Which messages to list. What is empty does not narrow.
///
/// @param state `waiting`, `sending`, `parked`, `delivered`, `bounced`, `deleted`, `open` for the
///   first three, or `any`
/// @param source the settings' entry that took it in
/// @param sender the reverse-path, or a part of it; `<>` for the null one
/// @param recipient an address, or a part of it
/// @param account the local account that handed it in
/// @param messageId the Message-ID field's value
/// @param since accepted not before
/// @param before accepted earlier than
/// @param limit the newest so many, at most 10 000
public record QueueFilter(
        String state,
        Optional<String> source,
        Optional<String> sender,
        Optional<String> recipient,
        Optional<String> account,
        Optional<String> messageId,
        Optional<Instant> since,
        Optional<Instant> before,
        int limit) {

    /// All in a state.
    public static QueueFilter of(String state, int limit) {
        return new QueueFilter(
                state,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                limit);
    }
}
