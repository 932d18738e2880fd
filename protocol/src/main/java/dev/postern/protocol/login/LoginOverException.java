package dev.postern.protocol.login;

import dev.postern.protocol.wire.SessionEnd;
import java.io.IOException;
import java.util.Optional;

/// The client wants to sign in no more, or may not try any longer.
public final class LoginOverException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient SessionEnd end;
    private final transient Optional<Farewell> farewell;

    private LoginOverException(SessionEnd end, Optional<Farewell> farewell) {
        super(end.detail());
        this.end = end;
        this.farewell = farewell;
    }

    /// The client has taken its leave, and was answered.
    public static LoginOverException quit() {
        return new LoginOverException(new SessionEnd(SessionEnd.Cause.QUIT, ""), Optional.empty());
    }

    /// We end it, and say so.
    public static LoginOverException because(Farewell farewell) {
        return new LoginOverException(farewell.end(), Optional.of(farewell));
    }

    SessionEnd end() {
        return end;
    }

    Optional<Farewell> farewell() {
        return farewell;
    }
}
