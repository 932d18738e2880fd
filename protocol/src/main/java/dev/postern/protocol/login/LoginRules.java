package dev.postern.protocol.login;

import dev.postern.protocol.wire.TlsOffer;
import java.time.Duration;
import java.util.stream.Stream;

/// How clients are treated that have not signed in, the same for all sessions of a server.
///
/// @param name the host name the server greets with
/// @param inClear whether passwords are taken on a connection without TLS
public record LoginRules(
        String name, TlsOffer tls, boolean inClear, Limits limits, Deadlines deadlines) {

    /// How much is taken from a client.
    ///
    /// @param line octets of a line
    /// @param literal octets of one, in IMAP
    /// @param commands in all
    /// @param errors commands that are none, or at the wrong time
    /// @param refusals of sign-ins
    public record Limits(int line, int literal, int commands, int errors, int refusals) {

        /// A line has room for a response of 12 288 octets (RFC 4954 §4).
        public static final Limits USUAL = new Limits(12_288 + 64, 4 * 1024, 100, 10, 3);

        public Limits {
            if (line < 1 || literal < 1 || commands < 1 || errors < 1 || refusals < 1) {
                throw new IllegalArgumentException("each limit is one at least");
            }
        }
    }

    /// How long a client is waited for. All are finite.
    ///
    /// @param handshake the whole TLS handshake
    /// @param command until a whole line has come
    /// @param signIn from the beginning until the client is signed in
    /// @param write until the client has taken what we answer
    public record Deadlines(Duration handshake, Duration command, Duration signIn, Duration write) {

        private static final Duration LONGEST = Duration.ofDays(1);

        /// RFC 9051 §5.4 leaves the time before signing in to the server.
        public static final Deadlines USUAL =
                new Deadlines(
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(3),
                        Duration.ofSeconds(30));

        public Deadlines {
            if (Stream.of(handshake, command, signIn, write)
                    .anyMatch(limit -> !limit.isPositive() || limit.compareTo(LONGEST) > 0)) {
                throw new IllegalArgumentException(
                        "each deadline is more than nothing, at most a day");
            }
        }
    }

    public LoginRules {
        if (!name.matches("[!-~]{1,255}")) {
            throw new IllegalArgumentException("not a name to greet with: " + name);
        }
    }
}
