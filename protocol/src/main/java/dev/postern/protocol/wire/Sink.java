package dev.postern.protocol.wire;

import java.io.IOException;

/// Takes octets as they arrive.
@FunctionalInterface
public interface Sink {

    /// Lets everything pass by.
    Sink DISCARD = (_, _, _) -> {};

    /// Takes `count` octets beginning at `from`. The array belongs to the caller and changes after
    /// the call.
    ///
    /// @throws IOException if they cannot be taken; it passes through to whoever asked for the
    ///   data, whose connection then is of no further use
    void write(byte[] octets, int from, int count) throws IOException;
}
