package dev.postern.bench;

import java.io.IOException;
import java.nio.file.Path;

/// A relay that passes everything on to one server.
interface RelayPeer {

    /// What the table and the ratios call it.
    String name();

    /// Starts it with an empty queue.
    ///
    /// @param folder empty; for its settings and its queue
    /// @param next where it passes messages on to, on this machine
    /// @param held whether the messages are to stay in the queue
    Running start(Path folder, int next, boolean held) throws IOException, InterruptedException;

    /// A relay that takes messages.
    interface Running extends AutoCloseable {

        int port();

        /// How many messages are in the queue.
        int queued() throws IOException, InterruptedException;

        @Override
        void close() throws IOException, InterruptedException;
    }
}
