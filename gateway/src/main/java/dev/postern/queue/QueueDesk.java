package dev.postern.queue;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a person sees of the queue and may do in it: the part behind `postern queue` and the
/// console.
///
/// Works beside the running service, from another process on the same store. Everything done here
/// is written into the message's history with the name of who did it. Safe for use by many threads.
public interface QueueDesk {

    /// Which deliveries to list. An empty set or an empty text does not narrow.
    ///
    /// @param states empty for any
    /// @param source the settings' entry that took the message in
    /// @param messageId the Message-ID field's value
    /// @param sender the reverse-path, or a part of it; `<>` for the null one
    /// @param recipient a recipient's address, or a part of it
    /// @param account the local account that handed it in
    /// @param from accepted not before
    /// @param before accepted earlier than
    /// @param limit at most so many, 1 to 10 000; the newest ones
    record Filter(
            Set<DeliveryState> states,
            String source,
            String destination,
            String messageId,
            String sender,
            String recipient,
            String account,
            Instant from,
            Instant before,
            int limit) {

        private static final int LIMIT_MAX = 10_000;

        public Filter {
            states = Set.copyOf(states);
            if (limit < 1 || limit > LIMIT_MAX) {
                throw new IllegalArgumentException("limit " + limit + ", but 1 to " + LIMIT_MAX);
            }
        }

        /// Everything, the newest `limit` of it.
        public static Filter any(int limit) {
            return of(Set.of(), limit);
        }

        /// Everything in one of these states.
        public static Filter of(Set<DeliveryState> states, int limit) {
            return new Filter(
                    states,
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    Instant.EPOCH,
                    Instant.ofEpochMilli(Long.MAX_VALUE),
                    limit);
        }
    }

    /// One message on its way to one destination, or some recipients of it.
    ///
    /// @param addressees those of the message's recipients that this is about
    /// @param ways its destination and those to try after it
    /// @param due when it is handed over next, if it waits; when the claim runs out, if it is being
    ///   handed over
    /// @param ended when it was delivered, bounced or deleted
    /// @param last the last thing that happened, in words; empty if nothing did
    record Delivery(
            StoredMessage message,
            String destination,
            List<Addressee> addressees,
            List<String> ways,
            DeliveryState state,
            int attempts,
            Optional<Instant> due,
            Optional<Instant> ended,
            String last) {}

    /// What happened to a message.
    enum Deed {
        ACCEPTED,
        DELIVERED,
        DEFERRED,
        /// All was sent and the answer never came, or whoever had claimed a message with an
        /// envelope fell silent and the lease ran out: it is handed over again and may arrive
        /// twice.
        UNCLEAR,
        /// Sent to the next of its ways.
        PASSED,
        REFUSED,
        /// The sender was told of a failure, a delay, or a delivery.
        REPORTED,
        /// Whoever had claimed it fell silent and the lease ran out: it is handed over again, under
        /// the same name as before.
        ABANDONED,
        PARKED,
        /// The stored bytes are not those that were accepted.
        DAMAGED,
        RETRIED,
        RELEASED,
        DELETED,
        EXPORTED
    }

    /// One line of a message's history.
    ///
    /// @param destination empty if it concerns the whole message
    /// @param attempt which attempt this was, 0 if it was none
    /// @param who the operator, empty if it was Postern itself
    /// @param words the destination's words, or the reason
    record Entry(
            Instant at, Deed deed, String destination, int attempt, String who, String words) {}

    /// All that is known of one message.
    ///
    /// @param stored whether its bytes are still there
    /// @param history oldest first
    record Dossier(
            StoredMessage message,
            boolean stored,
            List<Delivery> deliveries,
            List<Entry> history) {}

    /// How full the queue is.
    ///
    /// @param deliveries how many, by destination and state; what is zero is missing
    /// @param unclear how many hand-overs, of those in the history, may have happened twice
    /// @param oldestWaiting when the oldest message was accepted that waits or is being handed over
    /// @param octets what the store occupies on disk
    record Level(
            Map<String, Map<DeliveryState, Long>> deliveries,
            long unclear,
            Optional<Instant> oldestWaiting,
            long octets) {}

    /// The deliveries that match, the newest last.
    List<Delivery> list(Filter filter) throws IOException;

    /// One message with its history; empty if the store does not know it.
    Optional<Dossier> show(QueueId message) throws IOException;

    /// Makes what waits due at once.
    ///
    /// @return the destinations concerned; empty if the message does not wait for any
    List<String> retry(QueueId message, String who) throws IOException;

    /// Lets a parked message go on: it waits and is due at once, with its attempts counted anew.
    ///
    /// A message that was accepted parked because it could not be fetched whole is not handed over.
    /// It is deleted, and its ledger entry is `PENDING` again without attempts, so the next visit
    /// fetches it anew.
    ///
    /// @return the destinations concerned; empty if the message is not parked
    List<String> release(QueueId message, String who) throws IOException;

    /// Parks what waits.
    ///
    /// @return the destinations concerned; empty if the message does not wait for any
    List<String> park(QueueId message, String who, String reason) throws IOException;

    /// Takes a waiting or parked message out of the queue. Its history stays; its bytes go, unless
    /// another destination still needs them.
    ///
    /// @return the destinations concerned; empty if there was nothing to delete, or only what is
    ///   being handed over at this moment
    List<String> delete(QueueId message, String who, String reason) throws IOException;

    /// Opens the message's bytes for a person, and notes it.
    InputStream export(QueueId message, String who) throws IOException;

    /// How full the queue is. Counts rows: not for every second.
    Level level() throws IOException;

    /// Forgets messages with their history whose every delivery ended before this moment. The
    /// ledger keeps its entries.
    ///
    /// Works in short transactions, beside the traffic.
    ///
    /// @return how many messages were forgotten
    int prune(Instant before) throws IOException;
}
