package dev.postern.queue;

/// What a sender is told about some recipients of a message (RFC 3464 §2.3.3).
public enum Notice {
    /// It could not be delivered, and never will be.
    FAILED,
    /// It could not be delivered yet; we go on trying.
    DELAYED,
    /// It was given to a server that does not report deliveries, and the sender wanted to know.
    RELAYED
}
