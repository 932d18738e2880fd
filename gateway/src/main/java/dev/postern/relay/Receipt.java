package dev.postern.relay;

import dev.postern.queue.QueueId;

/// What came of a message that was handed in.
public sealed interface Receipt {

    /// It is committed, and Postern's from now on.
    ///
    /// @param messageId the Message-ID field's value
    record Taken(QueueId id, String messageId) implements Receipt {}

    /// Nothing of it is kept.
    record Declined(Refusal refusal) implements Receipt {}
}
