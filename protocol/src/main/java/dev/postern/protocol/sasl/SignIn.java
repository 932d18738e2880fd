package dev.postern.protocol.sasl;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What came of signing in.
///
/// Only [Refused] says something about the credentials. A server that is overloaded must never be
/// mistaken for one that does not like the token.
public sealed interface SignIn {

    /// The server knows us now. Exchange Online says so even to an application without any right on
    /// the mailbox; only the next command tells.
    ///
    /// @param text the server's words
    record Accepted(String text) implements SignIn {}

    /// The server does not accept the credentials.
    ///
    /// @param text the server's words
    /// @param challenge its reasons, if it gave any: for OAuth a JSON text with status and scope
    record Refused(String text, Optional<String> challenge) implements SignIn {}

    /// The server does not offer the mechanism, so nothing was sent.
    ///
    /// @param offered the mechanisms it offers
    record NotOffered(List<String> offered) implements SignIn {
        public NotOffered {
            offered = List.copyOf(offered);
        }
    }

    /// We asked for too much lately.
    ///
    /// @param text the server's words
    /// @param backOff how long it wants us to wait, if it said so
    record Throttled(String text, Optional<Duration> backOff) implements SignIn {}

    /// The server cannot sign in anybody now: try again later, with the same credentials.
    ///
    /// @param text the server's words
    record Unavailable(String text) implements SignIn {}
}
