package dev.postern.proxy;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Buffers for octets that are on their way, shared by all sessions: those at rest have none. Safe
/// for use by many threads.
final class Buffers {

    /// Two records of TLS.
    static final int OCTETS = 32 * 1024;

    private final BlockingQueue<byte[]> free;

    /// @param kept how many are kept when nobody needs them
    Buffers(int kept) {
        this.free = new ArrayBlockingQueue<>(kept);
    }

    byte[] take() {
        byte[] one = free.poll();
        return one == null ? new byte[OCTETS] : one;
    }

    /// @param one that nobody uses any more
    void give(byte[] one) {
        boolean _ = free.offer(one);
    }
}
