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

    /// What happened where mail is handed in.
    sealed interface AtTheDoor extends Event {}

    /// What became of a message on its way out.
    sealed interface Fate extends Event {}

    /// A destination took a message.
    record HandedOver(String destination, String message, int attempt, String words)
            implements Fate {}

    /// A destination did not take a message now.
    record HandOverDeferred(
            String destination, String message, int attempt, String reason, Instant next)
            implements Fate {}

    /// All of a message was sent and the answer never came. It is tried again and may arrive twice.
    record HandOverUnclear(
            String destination, String message, int attempt, String reason, Instant next)
            implements Fate {}

    /// A message was not tried, because the part of the destination that it needs is busy.
    record HandOverPostponed(String destination, String message, String reason, Instant next)
            implements Fate {}

    /// A message goes on by the next of its ways.
    record PassedOn(String destination, String message, int attempt, String reason)
            implements Fate {}

    /// Messages that waited for a destination go on by the next of their ways, untried.
    record Diverted(String destination, int messages, String reason) implements Fate {}

    /// A message is refused for good, and nobody is told: its sender asked for that
    /// (`NOTIFY=NEVER`, RFC 3461 §4.1).
    record EndedUntold(String destination, String message, String reason) implements Fate {}

    /// A message is refused for good, and goes back to its sender.
    record Returned(String destination, String message, String reason) implements Fate {}

    /// A sender was told what became of a message, by another message.
    ///
    /// @param notice of what: `failed`, `delayed`, `relayed`
    /// @param report the name of the message that tells it
    record SenderTold(String message, String notice, String report) implements Fate {}

    /// A sender could not be told of a delay or a delivery. Of a failure a person is told instead:
    /// the message is [Parked].
    record SenderNotTold(String message, String notice, String reason) implements Fate {}

    /// A message is parked until a person looks at it.
    record Parked(String destination, String message, String reason) implements Fate {}

    /// A message that was handed in is committed.
    ///
    /// @param entry the listener of the settings
    /// @param account empty if nobody signed in
    /// @param address the peer's IP address
    record Submitted(
            String entry, String account, String address, String message, int recipients, long size)
            implements AtTheDoor {}

    /// A message that was handed in was not taken.
    ///
    /// @param words what the peer was told
    record Declined(String entry, String account, String address, String words)
            implements AtTheDoor {}

    /// Somebody signed in with a local account.
    record SignedIn(String entry, String account, String address, String mechanism)
            implements AtTheDoor {}

    /// Somebody was not let in.
    ///
    /// @param account as it was given, if that can be an account's name; else empty
    /// @param reason for the operator; the peer is not told
    record SignInRefused(String entry, String account, String address, String reason)
            implements AtTheDoor {}

    /// After too many failures nothing is checked for a while.
    ///
    /// @param subject who is locked out: an account, an address, or an account from an address
    record LockedOut(String subject, int failures, Instant until) implements AtTheDoor {}

    /// An access token was fetched.
    record TokenFetched(String tenant, String scope, Instant expires) implements Event {}

    /// An access token could not be fetched.
    record TokenFailed(String tenant, String scope, String reason, Instant notBefore)
            implements Event {}

    /// A client's session at a listener of ours is over.
    ///
    /// @param client its address
    /// @param taken messages accepted in it
    /// @param end why it ended
    record SessionOver(String listener, String client, int taken, String end)
            implements AtTheDoor {}

    /// Somebody who had proven to be an account did not get its mailbox.
    ///
    /// @param reason for the operator; the client is told less
    record NotJoined(String entry, String account, String address, String mailbox, String reason)
            implements AtTheDoor {}

    /// A session is over in which a client was joined to its mailbox.
    ///
    /// @param end why it ended
    record Proxied(String entry, Client client, String mailbox, Passed passed, String end)
            implements AtTheDoor {

        /// Who it was.
        ///
        /// @param tls version; empty for a connection in the clear
        public record Client(String address, String protocol, String tls, String account) {}

        /// What was passed on.
        ///
        /// @param serverTls version; empty for a connection in the clear
        /// @param toServer octets of the client
        /// @param toClient octets of the server
        public record Passed(String serverTls, long toServer, long toClient, Duration took) {}
    }

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
