package dev.postern.protocol.wire;

import java.io.IOException;
import java.time.Duration;

/// Where a [WireInput] takes its octets from, and how long it may wait for them.
public interface Source {

    /// Reads at least one octet, waiting as the last [#expect] allows.
    ///
    /// @return how many octets were read, or -1 if there are no more
    int read(byte[] buffer, int from, int count) throws IOException;

    /// Begins a wait: what is read from now on is waited for so long.
    default void expect(Wait wait) {}

    /// Like [#read], but gives up after `limit` without harm.
    ///
    /// @return how many octets were read, 0 if none came in time, or -1 if there are no more
    default int readWithin(Duration limit, byte[] buffer, int from, int count) throws IOException {
        return read(buffer, from, count);
    }
}
