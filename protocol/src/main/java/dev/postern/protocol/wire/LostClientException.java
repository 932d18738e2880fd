package dev.postern.protocol.wire;

import java.io.IOException;

/// A client has gone, keeps us waiting, or could not be brought to speak TLS.
public final class LostClientException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient SessionEnd end;

    private LostClientException(SessionEnd.Cause cause, String detail) {
        super(detail);
        this.end = new SessionEnd(cause, detail);
    }

    /// @param awaited what the client should have done, to follow "took too long"
    public static LostClientException late(String awaited) {
        return new LostClientException(
                SessionEnd.Cause.LATE, "the client took too long " + awaited);
    }

    /// @param awaited what the client should have done, to follow "hung up when it was"
    public static LostClientException gone(String awaited) {
        return new LostClientException(
                SessionEnd.Cause.GONE, "the client hung up when it was " + awaited);
    }

    /// @param detail why there is no TLS
    public static LostClientException withoutTls(String detail) {
        return new LostClientException(SessionEnd.Cause.NO_TLS, detail);
    }

    /// Another thread has ended the session, and told the client.
    static LostClientException retired() {
        return new LostClientException(SessionEnd.Cause.RETIRED, "");
    }

    /// What that means for its session.
    public SessionEnd end() {
        return end;
    }
}
