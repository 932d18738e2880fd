package dev.postern.protocol.mail;

/// Of what the sender wants to hear for one recipient (RFC 3461 §4.1).
public enum Notify {
    /// Of nothing; never together with another.
    NEVER,
    SUCCESS,
    FAILURE,
    DELAY
}
