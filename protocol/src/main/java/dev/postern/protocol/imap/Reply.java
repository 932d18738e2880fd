package dev.postern.protocol.imap;

import dev.postern.protocol.wire.Sink;
import java.io.IOException;

/// Gathers from the responses of a server what belongs to one command.
///
/// @param <T> what the command comes to
interface Reply<T> {

    /// A response that came while this was the oldest command under way.
    default void take(Response.Untagged response) throws IOException {}

    /// A body begins in a response that came while this was the oldest command under way.
    default Sink body(long announced) throws IOException {
        return Sink.DISCARD;
    }

    /// The command is completed.
    T finish(Completion completion) throws IOException;
}
