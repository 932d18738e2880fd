package dev.postern.queue;

import java.io.IOException;

/// A place where messages are kept, with its ways in and out. One engine, one implementation.
///
/// All that it hands out is safe for use by many threads, until [#close].
public interface QueueStore extends AutoCloseable {

    Intake intake();

    Ledger ledger();

    Outlet outlet();

    /// The operator's view.
    QueueDesk desk();

    /// Finishes what was submitted, refuses what comes later, and closes the store. Bounded in
    /// time.
    @Override
    void close() throws IOException;
}
