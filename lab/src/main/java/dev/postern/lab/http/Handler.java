package dev.postern.lab.http;

/// Answers requests; called by many threads at once.
@FunctionalInterface
public interface Handler {

    /// May take its time: each connection has a thread of its own.
    ///
    /// @throws InterruptedException if the server is closed meanwhile; the connection then ends
    ///   without an answer
    Answer answer(Request request) throws InterruptedException;
}
