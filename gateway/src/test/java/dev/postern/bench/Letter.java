package dev.postern.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/// Messages of one size, which differ in their first lines. Safe for use by many threads.
final class Letter {

    private static final int BLOCK = 1 << 20;
    private static final int LINE = 76;

    private final byte[] block;

    /// The block as SMTP has it: another dot before a line that begins with one.
    private final byte[] sent;

    private final int times;

    /// @param size octets of each, about
    Letter(long size) {
        this.block = block((int) Math.min(size, BLOCK));
        this.sent =
                new String(block, StandardCharsets.US_ASCII)
                        .replaceAll("(?m)^\\.", "..")
                        .getBytes(StandardCharsets.US_ASCII);
        this.times = (int) Math.max(1, size / BLOCK);
    }

    private static byte[] block(int size) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream(size + LINE + 2);
        Random random = new Random(size);
        while (lines.size() < size) {
            for (int i = 0; i < LINE; i++) {
                lines.write('!' + random.nextInt(94));
            }
            lines.writeBytes(new byte[] {'\r', '\n'});
        }
        return lines.toByteArray();
    }

    /// Writes one as SMTP has it, up to the final dot.
    void write(int number, OutputStream out) throws IOException {
        String header =
                """
                From: Scanner <scanner@example.cz>
                To: somebody@contoso.com
                Subject: Scan %d
                Date: Sat, 21 Nov 2026 12:00:00 +0000
                Message-ID: <%d@scanner.example.cz>

                """
                        .formatted(number, number)
                        .replace("\n", "\r\n");
        out.write(header.getBytes(StandardCharsets.US_ASCII));
        out.write(first(number));
        for (int i = 0; i < times; i++) {
            out.write(sent);
        }
        out.write(new byte[] {'.', '\r', '\n'});
    }

    private static byte[] first(int number) {
        return "This is number %d.\r\n".formatted(number).getBytes(StandardCharsets.US_ASCII);
    }

    /// The checksum of the body of one.
    long checksum(int number) {
        CRC32C sum = new CRC32C();
        sum.update(first(number));
        for (int i = 0; i < times; i++) {
            sum.update(block);
        }
        return sum.getValue();
    }

    /// The checksums of several, sorted.
    List<Long> checksums(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(this::checksum).sorted().toList();
    }
}
