package dev.postern.audit.sheet;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/// In which character set a file is written, found out from its beginning.
final class Encoding {

    private static final int SAMPLE = 64 * 1024;
    private static final Charset CENTRAL_EUROPE = Charset.forName("windows-1250");
    private static final Charset WESTERN_EUROPE = Charset.forName("windows-1252");

    /// Letters that Czech cannot do without, in Windows-1250; in 1252 these octets are signs.
    private static final String CENTRAL_EUROPEAN = "\u008a\u008d\u008e\u009a\u009d\u009e";

    private Encoding() {}

    /// A reader of the text, and the name of its character set.
    record Text(Reader reader, String charset) {}

    static Text read(InputStream file) throws IOException {
        BufferedInputStream in = new BufferedInputStream(file, SAMPLE);
        in.mark(SAMPLE);
        byte[] sample = in.readNBytes(SAMPLE);
        in.reset();
        int mark = markLength(sample);
        in.skipNBytes(mark);
        Charset charset = charset(sample);
        return new Text(new InputStreamReader(in, charset), charset.name());
    }

    private static int markLength(byte[] sample) {
        if (begins(sample, 0xef, 0xbb, 0xbf)) {
            return 3;
        }
        return begins(sample, 0xff, 0xfe) || begins(sample, 0xfe, 0xff) ? 2 : 0;
    }

    private static Charset charset(byte[] sample) {
        if (begins(sample, 0xff, 0xfe)) {
            return StandardCharsets.UTF_16LE;
        }
        if (begins(sample, 0xfe, 0xff)) {
            return StandardCharsets.UTF_16BE;
        }
        int even = nuls(sample, 0);
        int odd = nuls(sample, 1);
        if (Math.max(even, odd) > sample.length / 5) {
            // Headers are mostly ASCII, so the high octet of a pair is mostly nothing.
            return odd > even ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
        }
        return isUtf8(sample) ? StandardCharsets.UTF_8 : codePage(sample);
    }

    private static boolean begins(byte[] sample, int... octets) {
        for (int i = 0; i < octets.length; i++) {
            if (sample.length <= i || (sample[i] & 0xff) != octets[i]) {
                return false;
            }
        }
        return true;
    }

    private static int nuls(byte[] sample, int from) {
        int count = 0;
        for (int i = from; i < sample.length; i += 2) {
            count += sample[i] == 0 ? 1 : 0;
        }
        return count;
    }

    /// A character that the sample's end cuts in two is no fault.
    private static boolean isUtf8(byte[] sample) {
        CoderResult result =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(sample), CharBuffer.allocate(sample.length), false);
        return !result.isError();
    }

    private static Charset codePage(byte[] sample) {
        String octets = new String(sample, StandardCharsets.ISO_8859_1);
        return octets.chars().anyMatch(c -> CENTRAL_EUROPEAN.indexOf(c) >= 0)
                ? CENTRAL_EUROPE
                : WESTERN_EUROPE;
    }
}
