package dev.postern.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An output that remembers why it failed, since a [java.io.PrintStream] on it does not tell.
///
/// Used by one thread at a time.
final class ResultOutput extends FilterOutputStream {

    private @Nullable IOException failure;

    ResultOutput(OutputStream out) {
        super(out);
    }

    /// Why it could not be written to; empty if all went well, or if the reader just left.
    Optional<String> failure() {
        return Optional.ofNullable(failure)
                .map(e -> String.valueOf(e.getMessage()))
                .filter(words -> !words.contains("Broken pipe"));
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int from, int count) throws IOException {
        try {
            out.write(octets, from, count);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }
}
