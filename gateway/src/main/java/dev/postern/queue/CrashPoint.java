package dev.postern.queue;

/// A named place in the queue's code at which a test may halt the process.
///
/// The product passes [#NONE]. A crash campaign passes one that kills the process, and then checks
/// that the store kept its promises.
@FunctionalInterface
public interface CrashPoint {

    /// Does nothing.
    CrashPoint NONE = _ -> {};

    /// Called when the code arrives there, by the thread that does the work.
    void reached(String name);
}
