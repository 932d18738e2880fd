package dev.postern.delivery.mime;

import org.apache.james.mime4j.field.LenientFieldParser;
import org.apache.james.mime4j.message.DefaultBodyDescriptorBuilder;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;

/// The parser as we want it: lenient, bounded, and not looking into attached messages.
final class Mime {

    /// Octets of one header field, of one line of the header block or of a multipart's boundary.
    private static final int HEADER_FIELD_MAX = 128 * 1024;

    private static final int HEADER_COUNT_MAX = 1_000;

    private static final MimeConfig CONFIG =
            MimeConfig.custom()
                    .setMaxHeaderLen(HEADER_FIELD_MAX)
                    .setMaxLineLen(HEADER_FIELD_MAX)
                    .setMaxHeaderCount(HEADER_COUNT_MAX)
                    .setMaxContentLen(-1)
                    .build();

    private Mime() {}

    static MimeTokenStream tokens(Problems problems) {
        MimeTokenStream tokens =
                new MimeTokenStream(
                        CONFIG,
                        problems.monitor(),
                        new DefaultBodyDescriptorBuilder(
                                null, LenientFieldParser.getParser(), problems.monitor()));
        tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
        return tokens;
    }
}
