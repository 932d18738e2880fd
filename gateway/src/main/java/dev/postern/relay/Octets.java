package dev.postern.relay;

import java.util.Arrays;

/// Octets that are put together. Confined to one thread.
final class Octets {

    private byte[] octets;
    private int filled;

    Octets(int expected) {
        octets = new byte[expected];
    }

    void add(byte[] source) {
        add(source, 0, source.length);
    }

    void add(byte[] source, int from, int to) {
        int count = to - from;
        if (filled + count > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, filled + count));
        }
        System.arraycopy(source, from, octets, filled, count);
        filled += count;
    }

    /// All of them; afterwards this is not used any more.
    byte[] whole() {
        return filled == octets.length ? octets : Arrays.copyOf(octets, filled);
    }
}
