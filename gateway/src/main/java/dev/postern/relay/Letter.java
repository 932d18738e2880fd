package dev.postern.relay;

/// A message on its way in. For one thread.
///
/// [#close] without [#finish] leaves nothing behind.
public interface Letter extends AutoCloseable {

    /// Takes octets of the message: lines end with CRLF, dots are unstuffed. Never fails: what
    /// speaks against the message is told by [#finish], so the peer can send to the end.
    void write(byte[] octets, int from, int count);

    /// Whether it is declined already, so that a peer that can be stopped may be.
    boolean hopeless();

    /// Commits the message; returns when that is durable.
    Receipt finish() throws InterruptedException;

    @Override
    void close();
}
