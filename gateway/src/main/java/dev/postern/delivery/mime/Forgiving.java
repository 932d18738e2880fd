package dev.postern.delivery.mime;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/// A part's decoded content, which ends where it cannot be decoded any further, instead of failing.
final class Forgiving extends FilterInputStream {

    private final Consumer<Exception> failed;

    /// @param failed told once why the content ends early
    Forgiving(InputStream content, Consumer<Exception> failed) {
        super(content);
        this.failed = failed;
    }

    @Override
    public int read() {
        try {
            return super.read();
        } catch (IOException | RuntimeException e) {
            failed.accept(e);
            return -1;
        }
    }

    @Override
    public int read(byte[] octets, int from, int count) {
        try {
            int got = super.read(octets, from, count);
            // The parser's decoders sometimes give nothing, which InputStream does not allow.
            return got == 0 && count > 0 ? single(octets, from) : got;
        } catch (IOException | RuntimeException e) {
            failed.accept(e);
            return -1;
        }
    }

    private int single(byte[] octets, int from) {
        int octet = read();
        if (octet < 0) {
            return -1;
        }
        octets[from] = (byte) octet;
        return 1;
    }

    @Override
    public void close() {
        // The parser goes on behind the part.
    }
}
