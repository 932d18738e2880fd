package dev.postern.protocol.smtp;

import dev.postern.protocol.wire.Sink;

/// A message that is arriving, on the side of whoever takes it.
///
/// Octets come as the sender wrote them, dots unstuffed. Then either [#finish] or [#abandon] is
/// called, once, on the same thread. If `write` fails, the rest of the message is read and dropped,
/// the message abandoned, and the client told to try again later; whoever wants to say something
/// else remembers it, takes the rest, and says it in `finish`.
public interface Incoming extends Sink {

    /// The message is whole. A positive reply says that it is safe: the client will forget it.
    ServerReply finish();

    /// The message will not be whole, or breaks a rule; nothing of it may remain.
    void abandon();
}
