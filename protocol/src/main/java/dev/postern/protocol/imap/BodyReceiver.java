package dev.postern.protocol.imap;

import dev.postern.protocol.wire.Sink;
import java.io.IOException;

/// Takes the bodies of one FETCH, one after the other, as they come in.
///
/// Servers send the items of a response in any order, so a body may come before the UID of its
/// message: [#begin] opens a place for a body of which only the length is known, and [#end] tells
/// what it was. What either throws ends the session. Called by the thread that awaits a reply.
public interface BodyReceiver {

    /// A body begins.
    ///
    /// @param announced how many octets will come; nothing to be allocated in advance
    /// @return where they shall go; [Sink#DISCARD] if they are not wanted
    Sink begin(long announced) throws IOException;

    /// A FETCH response is complete. If it had a body, [#begin] was called for it once before; if
    /// it is a [Fetched.Empty], it was not.
    void end(Fetched fetched) throws IOException;
}
