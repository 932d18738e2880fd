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
            return super.read(octets, from, count);
        } catch (IOException | RuntimeException e) {
            failed.accept(e);
            return -1;
        }
    }

    @Override
    public void close() {
        // The parser goes on behind the part.
    }
}
