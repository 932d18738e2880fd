package dev.postern.audit;

/// How an address stands; the worst first.
enum State {
    /// A password was seen at work at Microsoft.
    BASIC,
    /// It was seen to send, and nothing tells whether by a password.
    UNCLEAR,
    /// Nothing was seen, but a password would be taken.
    OPEN,
    /// It comes to Postern, and nothing was seen at Microsoft.
    MOVED,
    /// It was seen with OAuth only.
    OAUTH,
    /// Nothing was seen, and a password would not be taken, or nothing is known of that.
    QUIET
}
