package dev.postern.protocol.pop3;

import java.io.IOException;

/// The server greeted with a refusal, so there is no session.
public final class TurnedAwayException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    TurnedAwayException(String peer, Refusal refusal) {
        super(peer + " turned us away: " + refusal);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
