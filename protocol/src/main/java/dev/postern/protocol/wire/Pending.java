package dev.postern.protocol.wire;

import java.io.IOException;

/// The result of a command that was sent and whose reply may not have come yet.
///
/// Several commands can be under way at once, and may be awaited in any order; what arrives for
/// others meanwhile is kept for them. Belongs to the thread of its client.
///
/// @param <T> what the command comes to
public interface Pending<T> {

    /// Waits for the reply. Asked again, it answers the same.
    ///
    /// @throws DeadlineException if the peer takes too long
    /// @throws ProtocolException if its answer cannot be understood
    /// @throws IOException if the connection failed
    T await() throws IOException;
}
