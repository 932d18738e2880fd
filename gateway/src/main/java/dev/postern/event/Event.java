package dev.postern.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Something that happened and that somebody may want to know.
///
/// Whoever handles events switches over all of them without `default`.
public sealed interface Event {

    /// A visit to a mailbox has seen what is there.
    ///
    /// @param there messages in the folder
    /// @param wanted messages of them that this visit will fetch
    record Listed(String source, int there, int wanted) implements Event {}

    /// One visit to a mailbox ended as it should.
    ///
    /// @param source the mailbox's name in the settings
    /// @param taken messages accepted
    /// @param left messages that stay for a later visit
    /// @param failed messages that could not be fetched
    record Visited(String source, int taken, int left, int failed, Duration took)
            implements Event {}

    /// One visit to a mailbox failed as a whole.
    ///
    /// @param attempt consecutive failures, 1 for the first
    /// @param next when the next visit is
    record VisitFailed(String source, String reason, int attempt, Instant next) implements Event {}

    /// A message was accepted into the queue.
    ///
    /// @param origin the server's id of the message
    record Accepted(String source, String message, String origin, long size) implements Event {}

    /// A message could not be fetched; it is tried again, or was parked.
    record FetchFailed(String source, String origin, String reason, int attempt, boolean parked)
            implements Event {}

    /// A mailbox's UIDVALIDITY changed.
    ///
    /// @param matched messages recognised as taken before
    /// @param unknown messages that will be taken as new
    record Renumbered(String source, long from, long to, int matched, int unknown)
            implements Event {}

    /// A server asked for patience.
    record Throttled(String source, Duration backoff) implements Event {}

    /// A destination took a message.
    record HandedOver(String destination, String message, int attempt, String words)
            implements Event {}

    /// A destination did not take a message now.
    record HandOverDeferred(
            String destination, String message, int attempt, String reason, Instant next)
            implements Event {}

    /// A message is parked until a person looks at it.
    record Parked(String destination, String message, String reason) implements Event {}

    /// Something that a device or a program did, or tried to do.
    sealed interface FromDevice extends Event {}

    /// A message that was handed in is committed.
    ///
    /// @param entry the listener of the settings
    /// @param account empty if nobody signed in
    /// @param address the peer's IP address
    record Submitted(
            String entry, String account, String address, String message, int recipients, long size)
            implements FromDevice {}

    /// A message that was handed in was not taken.
    ///
    /// @param words what the peer was told
    record Declined(String entry, String account, String address, String words)
            implements FromDevice {}

    /// Somebody signed in with a local account.
    record SignedIn(String entry, String account, String address, String mechanism)
            implements FromDevice {}

    /// Somebody was not let in.
    ///
    /// @param account as it was given, if that can be an account's name; else empty
    /// @param reason for the operator; the peer is not told
    record SignInRefused(String entry, String account, String address, String reason)
            implements FromDevice {}

    /// After too many failures nothing is checked for a while.
    ///
    /// @param subject who is locked out: an account, an address, or an account from an address
    record LockedOut(String subject, int failures, Instant until) implements FromDevice {}

    /// An access token was fetched.
    record TokenFetched(String tenant, String scope, Instant expires) implements Event {}

    /// An access token could not be fetched.
    record TokenFailed(String tenant, String scope, String reason, Instant notBefore)
            implements Event {}

    /// A person must act. Raised once; [AlarmCleared] follows when it is over.
    ///
    /// @param subject what it is about, stable: `mailbox razr silent`
    record AlarmRaised(String subject, String text) implements Event {}

    /// What an alarm was about is over.
    record AlarmCleared(String subject) implements Event {}

    /// A milestone in the life of the service.
    ///
    /// @param detail empty if the text says all
    record Service(String text, Optional<String> detail) implements Event {}
}
