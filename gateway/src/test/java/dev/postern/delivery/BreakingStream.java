package dev.postern.delivery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A message that ends in a failure, as when its digest turns out to differ.
public final class BreakingStream extends InputStream {

    private final ByteArrayInputStream octets;

    public BreakingStream(byte[] octets) {
        this.octets = new ByteArrayInputStream(octets);
    }

    @Override
    public int read() throws IOException {
        return orFail(octets.read());
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
        return orFail(octets.read(into, from, count));
    }

    private static int orFail(int result) throws IOException {
        if (result < 0) {
            throw new IOException("the digest differs");
        }
        return result;
    }
}
