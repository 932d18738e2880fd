package dev.postern.protocol.wire;

/// Why a session that a client had with us ended.
///
/// @param detail for people; may be empty
public record SessionEnd(Cause cause, String detail) {

    /// Whose doing it was.
    public enum Cause {
        /// The client took its leave.
        QUIT,
        /// The client hung up or was lost.
        GONE,
        /// The client kept us waiting.
        LATE,
        /// The client was sent away: it broke a rule, or was refused too often.
        REFUSED,
        /// No TLS handshake came about.
        NO_TLS,
        /// We are stopping.
        RETIRED
    }
}
