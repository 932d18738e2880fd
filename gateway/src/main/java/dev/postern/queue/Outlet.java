package dev.postern.queue;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The way out of the queue. Safe for use by many threads, and by several processes on one store.
public interface Outlet {

    /// The destination of what has to be told to senders. What is claimed for it are deliveries
    /// that ended or were delayed, with the addressees concerned, and [Consignment#notice] says
    /// which of it. No destination of the settings may have this name.
    ///
    /// A claim that is settled as [Outcome.Delivered] was reported; one that is [Outcome.Refused]
    /// could not be, and is parked if it was about a failure.
    String SENDER = "sender";

    /// Claims messages that are due, the oldest first.
    ///
    /// Messages without an envelope come in the order of their acceptance. Submitted ones take
    /// turns among senders, so that ten thousand of one do not keep another's single message
    /// waiting; those of one sender keep their order.
    ///
    /// @param limit at most so many
    /// @param lease how long the claims hold unless renewed
    List<Claim> claim(String destination, int limit, Duration lease) throws IOException;

    /// Opens the message's bytes. Streams: memory does not grow with the message.
    ///
    /// The bytes are compared with the digest taken at acceptance: those of a small message before
    /// the first octet is given out, those of a large one before the stream ends.
    ///
    /// @throws DamagedMessageException here or while reading, if they differ; the message is parked
    /// @throws java.nio.file.NoSuchFileException if there is no such message, or its bytes are gone
    InputStream open(QueueId message) throws IOException;

    /// Limits a claim to its first `max` addressees; the others wait at the same destination, due
    /// now, as a delivery of their own, and for them this was no attempt. Durable on return.
    ///
    /// The claim that was given settles nothing any more.
    ///
    /// @return the claim on the first ones; the same as given if there are no more than `max`, or
    ///   if the claim is no longer valid
    Claim split(Claim claim, int max) throws IOException;

    /// Sends what is due for this destination, and has a further way, to that, where it is due now.
    /// For when the destination is known to take nothing. Not an attempt. What was deferred keeps
    /// its wait, so that it does not go round among the ways without any.
    ///
    /// @param why for the history, and what hope there is for this destination
    /// @param limit at most so many
    /// @return how many it was
    int passOn(String destination, Why why, int limit) throws IOException;

    /// Why a destination takes nothing, and what hope there is that it will.
    record Why(String words, Hope hope) {}

    /// How many recipients this destination took since a moment: for limits by the day.
    long recipientsSince(String destination, Instant since) throws IOException;

    /// Extends the leases of claims that are still being worked on.
    void renew(Collection<Claim> claims, Duration lease) throws IOException;

    /// Gives claims back that were not tried: they are due again at once, and this was no attempt.
    /// Claims that are no longer valid are passed over.
    void release(Collection<Claim> claims) throws IOException;

    /// Gives claims back that were not tried and cannot be yet: they wait until `notBefore`, and
    /// begin with the first of their ways again. This was no attempt, and is not in the history.
    /// Claims that are no longer valid are passed over.
    void postpone(Collection<Claim> claims, Instant notBefore) throws IOException;

    /// Lets messages wait that nobody has to look at: for when the destination is known to take
    /// nothing. It is what [#postpone] does, but without a claim, for what is due for this
    /// destination, has an envelope, came by no other way before and was accepted after `since`.
    /// Costs a fraction of a claim.
    ///
    /// @param limit at most so many
    /// @return how many it was
    int shelve(String destination, Instant since, Instant notBefore, int limit) throws IOException;

    /// Settles claims and writes the attempts into the history, all in one transaction. Durable on
    /// return.
    ///
    /// @return for each, in their order, whether the claim was still valid; if not, nothing was
    ///   changed for it
    List<Boolean> settle(List<Settlement> settlements) throws IOException;

    /// Settles one claim.
    ///
    /// @return whether it was still valid; if not, nothing was changed
    default boolean settle(Claim claim, Outcome outcome) throws IOException {
        return settle(List.of(new Settlement(claim, outcome))).getFirst();
    }

    /// When the next waiting message of this destination is due; empty if none waits.
    Optional<Instant> nextDue(String destination) throws IOException;

    /// Waits until a message may have become due for this destination, at most for `max`.
    ///
    /// Returns at once if one was accepted, released or deferred since the last call, and when a
    /// deferred one comes due or a lease runs out. May return without any reason. Acceptances by
    /// other processes on the same store are noticed within a second.
    void await(String destination, Duration max) throws InterruptedException;
}
