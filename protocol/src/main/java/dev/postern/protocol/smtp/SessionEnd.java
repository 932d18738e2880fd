package dev.postern.protocol.smtp;

/// Why a session ended.
///
/// @param detail for people; may be empty
public record SessionEnd(Cause cause, String detail) {

    /// Whose doing it was.
    public enum Cause {
        /// The client said QUIT.
        QUIT,
        /// The client hung up or was lost.
        GONE,
        /// The client kept us waiting.
        LATE,
        /// The client broke a rule that nothing can follow.
        REFUSED,
        /// No TLS handshake came about.
        NO_TLS,
        /// We are stopping.
        RETIRED
    }
}
