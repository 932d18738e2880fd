package dev.postern.collector;

import dev.postern.queue.Ledger;
import dev.postern.queue.Place;
import dev.postern.queue.ServerId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// One signed-in session on one folder: what a [Visit] needs of a protocol.
///
/// Requests may run ahead of replies: a batch is asked for before the one before it has been
/// received, so that a distant server is kept busy while the messages are being committed. Confined
/// to one thread, but for [#close], which any thread may call to end what is going on.
///
/// Every method throws [SessionEndedException] when the session is over, for whatever reason.
interface Session extends AutoCloseable {

    /// The folder and its generation.
    Place place();

    /// When to stop beginning new work and sign in again, because the token ends soon after.
    Instant renewBefore();

    /// The server says that the token has ended: whoever signs in next gets another.
    void dropToken();

    /// All messages of the folder, oldest first.
    Listing list() throws IOException;

    /// Cuts a list of messages into batches that are worth one request each.
    List<List<ServerId>> batches(List<ServerId> ids) throws IOException;

    /// Asks for the messages of a batch. Answers come by [#receive], in the same order of batches.
    void request(List<ServerId> batch) throws IOException;

    /// Receives the batch that was asked for first of those not yet received.
    Batch receive() throws IOException;

    /// Tells the server what is to become of messages that are safe here.
    void finish(Collection<? extends ServerId> taken) throws IOException;

    /// Waits for the answers to all [#finish] calls so far.
    ///
    /// @return the messages for which the server has confirmed it; the others are told again on the
    ///   next visit
    Collection<ServerId> finished() throws IOException;

    /// Waits until the server says that there is news, at most for `max`.
    ///
    /// @return whether there is
    boolean awaitNews(Duration max) throws IOException;

    /// Whether [#awaitNews] can be used.
    boolean canAwaitNews();

    /// What is known of messages without fetching them, for matching after a change of UIDVALIDITY.
    List<Ledger.Glimpse> candidates(Collection<? extends ServerId> ids) throws IOException;

    /// Takes leave of the server.
    ///
    /// @return messages confirmed by the leave-taking itself: POP3 deletes at QUIT (RFC 1939 §6)
    Collection<ServerId> leave() throws IOException;

    /// Ends the session at once. Safe from any thread, and more than once.
    @Override
    void close();

    /// What a folder holds.
    ///
    /// @param ids oldest first
    /// @param ambiguous ids that the server gave to more than one message, which it must not; those
    ///   messages are left alone
    record Listing(List<ServerId> ids, List<String> ambiguous) {
        public Listing {
            ids = List.copyOf(ids);
            ambiguous = List.copyOf(ambiguous);
        }
    }

    /// The answer to one request.
    ///
    /// @param messages one answer for each message asked for
    /// @param complete whether the server ended the answer with a success; if not, nothing of it
    ///   counts
    /// @param words what the server said at the end
    record Batch(List<Fetched> messages, boolean complete, String words) {}
}
