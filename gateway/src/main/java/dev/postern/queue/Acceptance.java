package dev.postern.queue;

/// What became of one [Offer]. Whatever it was, the message is now safe, and the caller may act on
/// the server.
public sealed interface Acceptance {

    /// The message is committed under this name.
    record Taken(QueueId id) implements Acceptance {}

    /// The ledger had this origin already, so the offered bytes were dropped: nothing is handed
    /// over twice.
    record Known() implements Acceptance {}
}
