package dev.postern.queue;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of each message that a mailbox ever announced: the reason why none is taken twice.
///
/// An entry is born when a message is accepted (in the same transaction, by [Intake#accept]), when
/// it could not be fetched, or when a first visit skips it. Safe for use by many threads. Changes
/// are durable when the method returns.
public interface Ledger {

    /// How far one message got.
    enum State {
        /// Announced by the server, but it could not be fetched whole yet.
        PENDING,
        /// Accepted. What is to be done on the server (delete, move …) is not confirmed yet.
        TAKEN,
        /// Accepted, and the server confirmed what was done there.
        DONE,
        /// Given up after too many attempts; a person has been told and can release it.
        PARKED,
        /// There before Postern came, and not wanted (`start: now`).
        SKIPPED
    }

    /// One line of the ledger.
    ///
    /// @param attempts failed fetches so far
    /// @param notBefore the earliest moment for the next attempt; [Instant#EPOCH] if there is no
    ///   wait
    /// @param reason why the last attempt failed, empty if none did
    record Entry(ServerId id, State state, int attempts, Instant notBefore, String reason) {}

    /// What a server tells of a message without handing it out.
    ///
    /// @param received INTERNALDATE; [Instant#EPOCH] if it tells none
    /// @param messageId the Message-ID field's value, if any
    record Glimpse(ServerId id, Instant received, Optional<String> messageId) {}

    /// What identifies a message when the server has given new ids to all of them.
    ///
    /// @param received INTERNALDATE
    /// @param messageId the Message-ID field's value, if any
    /// @param size octets as fetched
    /// @param sha256 digest as fetched
    record Fingerprint(
            ServerId id, Instant received, Optional<String> messageId, long size, String sha256) {}

    /// The generation (UIDVALIDITY) in which the folder was visited last, as [#visited] noted it;
    /// empty before the first visit.
    Optional<Long> generation(String mailbox, String folder) throws IOException;

    /// Notes that a folder was visited in this generation. Nothing else does: entries may be made
    /// in a new generation, and found again, while the one before still counts as the last.
    void visited(Place place) throws IOException;

    /// All entries of a place.
    Map<ServerId, Entry> entries(Place place) throws IOException;

    /// Confirms that the server has done what it was told to: `TAKEN` becomes `DONE`. Others stay
    /// as they are.
    void confirm(Place place, Collection<? extends ServerId> ids) throws IOException;

    /// Notes one failed fetch and the earliest next attempt.
    ///
    /// @return the entry as it is now, with the attempt counted
    Entry failed(Place place, ServerId id, String reason, Instant notBefore) throws IOException;

    /// Marks messages as not wanted, and remembers what they can be recognised by.
    void skip(Place place, Collection<Glimpse> unwanted) throws IOException;

    /// Drops entries of messages that the server no longer has and that were never accepted.
    ///
    /// @return the ids dropped
    List<ServerId> vanished(Place place, Collection<? extends ServerId> ids) throws IOException;

    /// What is known of the accepted messages of a place, for matching after a change of
    /// UIDVALIDITY.
    List<Fingerprint> fingerprints(Place place) throws IOException;

    /// What is known of the messages of a place that are not wanted, for the same purpose; without
    /// those that no date is known of.
    List<Glimpse> skipped(Place place) throws IOException;

    /// Carries entries over to the place's next generation, which is thereby visited; those not
    /// named stay in the old one, as do those whose new id has an entry already.
    ///
    /// An entry that is `PENDING` under the new id gives way; any other stays, and the old one too.
    ///
    /// @param matches old id to new id
    void rematch(Place old, Place next, Map<ServerId, ServerId> matches) throws IOException;
}
