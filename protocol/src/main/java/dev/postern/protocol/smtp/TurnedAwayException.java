package dev.postern.protocol.smtp;

import java.io.IOException;

/// The server does not want a session with us, so there is none: it said so as its greeting, to our
/// EHLO, or when asked to start TLS.
public final class TurnedAwayException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Reply reply;

    TurnedAwayException(String peer, String when, Reply reply) {
        super("%s turned us away %s: %s".formatted(peer, when, reply));
        this.reply = reply;
    }

    /// What it said.
    public Reply reply() {
        return reply;
    }
}
