package dev.postern.protocol.smtp;

import dev.postern.protocol.wire.SessionEnd;
import java.io.IOException;
import java.util.Optional;

/// Nothing more can be said in this session but the farewell, if there is one.
///
/// Every session ends by one, so it has no stack trace: filling that in would cost as much as a
/// command.
final class SessionEndedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient SessionEnd end;
    private final transient Optional<ServerReply> farewell;

    private SessionEndedException(SessionEnd end, Optional<ServerReply> farewell) {
        super(end.detail());
        this.end = end;
        this.farewell = farewell;
    }

    static SessionEndedException refused(ServerReply farewell) {
        return new SessionEndedException(
                new SessionEnd(SessionEnd.Cause.REFUSED, farewell.toString()),
                Optional.of(farewell));
    }

    /// The farewell has been said, or cannot be.
    static SessionEndedException silently(SessionEnd end) {
        return new SessionEndedException(end, Optional.empty());
    }

    static SessionEndedException quit() {
        return new SessionEndedException(
                new SessionEnd(SessionEnd.Cause.QUIT, ""), Optional.of(Replies.BYE));
    }

    static SessionEndedException retired() {
        return new SessionEndedException(
                new SessionEnd(SessionEnd.Cause.RETIRED, ""), Optional.of(Replies.RETIRED));
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }

    SessionEnd end() {
        return end;
    }

    Optional<ServerReply> farewell() {
        return farewell;
    }
}
