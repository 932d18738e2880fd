package dev.postern.protocol.script;

import dev.postern.protocol.wire.Source;
import java.nio.charset.StandardCharsets;

/// Octets in memory, handed out in chunks of one size, then an end.
public final class ChunkedSource implements Source {

    private final byte[] octets;
    private final int chunk;
    private int position;

    public ChunkedSource(byte[] octets, int chunk) {
        this.octets = octets.clone();
        this.chunk = chunk;
    }

    public ChunkedSource(String text, int chunk) {
        this(text.getBytes(StandardCharsets.ISO_8859_1), chunk);
    }

    @Override
    public int read(byte[] buffer, int from, int count) {
        if (position == octets.length) {
            return -1;
        }
        int part = Math.min(Math.min(chunk, count), octets.length - position);
        System.arraycopy(octets, position, buffer, from, part);
        position += part;
        return part;
    }
}
