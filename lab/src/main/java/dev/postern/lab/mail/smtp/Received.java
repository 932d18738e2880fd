package dev.postern.lab.mail.smtp;

import dev.postern.lab.mail.store.MessageSource;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// A message while it comes in: all its octets up to a bound, and beyond that only their number.
/// Used by the session's thread; what [#source] gives may go to any.
final class Received {

    private static final int PIECE = 64 * 1024;

    private final long most;
    private final List<byte[]> pieces = new ArrayList<>();
    private byte[] piece = new byte[512];
    private int filled;
    private long size;

    Received(long most) {
        this.most = most;
    }

    void write(int octet) {
        size++;
        if (size > most) {
            return;
        }
        if (filled == piece.length) {
            pieces.add(piece);
            piece = new byte[PIECE];
            filled = 0;
        }
        piece[filled++] = (byte) octet;
    }

    boolean isTooLarge() {
        return size > most;
    }

    long size() {
        return size;
    }

    /// The message, which must not be written to any more.
    MessageSource source() {
        if (isTooLarge()) {
            throw new IllegalStateException("of a message that was too large not all was kept");
        }
        List<byte[]> all = new ArrayList<>(pieces);
        all.add(Arrays.copyOf(piece, filled));
        return new Pieces(List.copyOf(all), size);
    }

    private record Pieces(List<byte[]> pieces, long size) implements MessageSource {

        @Override
        public InputStream open() {
            return new SequenceInputStream(
                    Collections.enumeration(
                            pieces.stream().map(ByteArrayInputStream::new).toList()));
        }
    }
}
