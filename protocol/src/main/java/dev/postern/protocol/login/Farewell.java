package dev.postern.protocol.login;

import dev.postern.protocol.wire.SessionEnd;

/// Why a server ends a session of itself before anybody has signed in.
public enum Farewell {
    LATE(SessionEnd.Cause.LATE, "You took too long"),
    RETIRED(SessionEnd.Cause.RETIRED, "The service is stopping; try again later"),
    LINE_TOO_LONG(SessionEnd.Cause.REFUSED, "The line is too long"),
    BARE_LF(SessionEnd.Cause.REFUSED, "A line ends with CR LF, not with a bare LF"),
    /// Something was sent in the clear behind the command that starts TLS.
    NOT_ALONE(SessionEnd.Cause.REFUSED, "Nothing may follow this command before its reply"),
    TOO_LARGE(SessionEnd.Cause.REFUSED, "More than anybody needs to sign in"),
    WRONG_PROTOCOL(SessionEnd.Cause.REFUSED, "You speak another protocol"),
    TOO_MANY_ERRORS(SessionEnd.Cause.REFUSED, "Too many errors"),
    TOO_MANY_COMMANDS(SessionEnd.Cause.REFUSED, "Too many commands without signing in"),
    TOO_MANY_REFUSALS(SessionEnd.Cause.REFUSED, "Too many failed sign-ins"),
    OUR_FAULT(SessionEnd.Cause.REFUSED, "Something went wrong here; try again later");

    private final SessionEnd.Cause cause;
    private final String words;

    Farewell(SessionEnd.Cause cause, String words) {
        this.cause = cause;
        this.words = words;
    }

    /// What the client is told, in whatever protocol.
    public String words() {
        return words;
    }

    /// Whether the same client may well be served later, as it is.
    public boolean passes() {
        return this == RETIRED || this == OUR_FAULT;
    }

    SessionEnd end() {
        return new SessionEnd(cause, words);
    }
}
