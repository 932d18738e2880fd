package dev.postern.queue;

import java.io.IOException;

/// The bytes of one message on their way in.
///
/// Small messages are held in memory until they are accepted; what exceeds the bound, or the memory
/// that all receptions may hold together, is written to the store in chunks that stay invisible
/// until acceptance. So memory does not grow with the message. Confined to one thread at a time.
public interface Reception extends AutoCloseable {

    /// Appends octets.
    ///
    /// @throws QueueUnavailableException if the store cannot take them; nothing of the message is
    ///   kept
    void write(byte[] octets, int from, int count) throws IOException;

    /// How many octets were written.
    long size();

    /// The first octets, at most `max` of them and at most 64 KiB: enough for the header block.
    byte[] head(int max);

    /// SHA-256 of all octets written so far, lower-case hexadecimal. Ends writing.
    String sha256();

    /// Gives up everything that was not accepted. After acceptance it does nothing.
    @Override
    void close();
}
