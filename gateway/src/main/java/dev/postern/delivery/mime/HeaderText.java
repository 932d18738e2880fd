package dev.postern.delivery.mime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.util.ByteSequence;
import org.apache.james.mime4j.util.MimeUtil;

/// The value of a header field as a person reads it: unfolded, encoded words (RFC 2047) decoded.
final class HeaderText {

    /* Mail that puts octets above 127 into a header without saying which charset means UTF-8 (RFC
     * 6532) or, if it is not valid UTF-8, most likely this. */
    private static final Charset UNDECLARED = Charset.forName("windows-1252");

    /// Characters of a text whose encoded words are decoded. The parser's time grows with the
    /// square of this.
    static final int DECODED_MAX = 8 * 1024;

    private HeaderText() {}

    /// The decoded value.
    static String of(Field field, Problems problems) {
        return decoded(undecoded(field), problems);
    }

    /// The text with its encoded words decoded.
    static String decoded(String value, Problems problems) {
        if (value.length() > DECODED_MAX) {
            problems.add("a header field is too long to be decoded");
            return value;
        }
        try {
            return DecoderUtil.decodeEncodedWords(value, DecodeMonitor.SILENT).strip();
        } catch (RuntimeException e) {
            problems.add("an encoded word cannot be decoded: " + e.getMessage());
            return value;
        }
    }

    /// The unfolded value, with its encoded words as they are.
    static String undecoded(Field field) {
        ByteSequence raw = field.getRaw();
        byte[] octets = raw.toByteArray();
        int from = 0;
        while (from < octets.length && octets[from] != ':') {
            from++;
        }
        from = Math.min(from + 1, octets.length);
        ByteBuffer value = ByteBuffer.wrap(octets, from, octets.length - from);
        return MimeUtil.unfold(characters(value)).strip();
    }

    private static String characters(ByteBuffer octets) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(octets.duplicate()).toString();
        } catch (CharacterCodingException _) {
            // Not UTF-8, so it is an older charset; any octet means something there.
            return UNDECLARED.decode(octets).toString();
        }
    }
}
