package dev.postern.lab.mail.store;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/// A message without memory: line `k` of its body follows from the seed and `k` alone.
///
/// @param size of header and body together, in octets
record GeneratedMessage(long seed, long size) implements MessageSource {

    private static final int LINE = 78;
    private static final long SIZE_MIN = 512;
    private static final byte[] LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
                    .getBytes(StandardCharsets.US_ASCII);

    GeneratedMessage {
        if (size < SIZE_MIN) {
            throw new IllegalArgumentException(
                    "A generated message has at least %d octets, not %d".formatted(SIZE_MIN, size));
        }
    }

    @Override
    public InputStream open() {
        return new Lines(header(), seed, size);
    }

    private byte[] header() {
        return """
        Message-ID: <%016x.%d@generated.contoso.com>\r
        Date: Mon, 02 Nov 2026 08:00:00 +0000\r
        From: Generator <generator@contoso.com>\r
        To: collected@contoso.com\r
        Subject: Generated message %d of %d octets\r
        MIME-Version: 1.0\r
        Content-Type: text/plain; charset=us-ascii\r
        \r
        """
                .formatted(seed, size, seed, size)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// Used by one thread.
    private static final class Lines extends InputStream {

        private final byte[] header;
        private final long seed;
        private final long size;
        private final byte[] line = new byte[LINE];
        private long lineNumber = -1;
        private long position;

        Lines(byte[] header, long seed, long size) {
            this.header = header;
            this.seed = seed;
            this.size = size;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            if (position >= size) {
                return -1;
            }
            int wanted = (int) Math.min(length, size - position);
            int done = 0;
            while (done < wanted) {
                done += copy(into, offset + done, wanted - done);
            }
            return done;
        }

        @Override
        public long skip(long count) {
            long skipped = Math.clamp(count, 0, size - position);
            position += skipped;
            return skipped;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, size - position);
        }

        /// Copies from the header or from one line of the body, up to that one's end.
        private int copy(byte[] into, int offset, int length) {
            byte[] from = header;
            int at = (int) Math.min(position, Integer.MAX_VALUE);
            if (position >= header.length) {
                long inBody = position - header.length;
                fill(inBody / LINE);
                from = line;
                at = (int) (inBody % LINE);
            }
            int copied = Math.min(length, from.length - at);
            System.arraycopy(from, at, into, offset, copied);
            position += copied;
            return copied;
        }

        private void fill(long number) {
            if (number == lineNumber) {
                return;
            }
            lineNumber = number;
            SplittableRandom random = new SplittableRandom(seed ^ (number * 0x9E3779B97F4A7C15L));
            for (int i = 0; i < LINE - 2; i++) {
                line[i] = LETTERS[random.nextInt(LETTERS.length)];
            }
            line[LINE - 2] = '\r';
            line[LINE - 1] = '\n';
            endWell(number);
        }

        /// The last line ends in CRLF too, however short it is; a rest of one octet is made two by
        /// the line before it.
        private void endWell(long number) {
            long start = header.length + number * LINE;
            long left = size - start;
            if (left < LINE && left >= 2) {
                line[(int) left - 2] = '\r';
                line[(int) left - 1] = '\n';
            }
            if (left == LINE + 1) {
                line[LINE - 2] = 'x';
                line[LINE - 1] = '\r';
            }
            if (left == 1) {
                line[0] = '\n';
            }
        }
    }
}
