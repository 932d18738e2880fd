package dev.postern.queue;

import java.io.IOException;
import java.util.List;

/// The way into the queue. Safe for use by many threads.
public interface Intake {

    /// Begins to receive one message.
    ///
    /// @throws QueueUnavailableException if the store is known not to take anything now (disk full,
    ///   database broken): the caller tells its peer to come back later
    Reception begin() throws IOException;

    /// Accepts messages: bytes, identity and ledger entry in one transaction.
    ///
    /// Returns after the commit is durable (fsync). All of one call are accepted, or none. Calls of
    /// several threads that wait at the same time share a commit.
    ///
    /// @return one answer an offer, in their order
    /// @throws QueueUnavailableException if nothing was accepted because the store cannot
    List<Acceptance> accept(List<Offer> offers) throws IOException, InterruptedException;
}
