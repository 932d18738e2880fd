package dev.postern.bounce;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/// Text of any characters in ASCII (RFC 2045 §6.7).
final class QuotedPrintable {

    /// Of a line, without its end.
    private static final int WIDTH = 76;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private QuotedPrintable() {}

    /// @param text lines that end with CRLF; any other CR or LF is not a line end and is encoded
    static byte[] encode(byte[] text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + text.length / 8);
        int column = 0;
        for (int i = 0; i < text.length; i++) {
            if (endsLine(text, i)) {
                out.write('\r');
                out.write('\n');
                column = 0;
                i++;
                continue;
            }
            boolean plain = plain(text, i);
            int width = plain ? 1 : 3;
            if (column + width > WIDTH - 1) {
                out.writeBytes(new byte[] {'=', '\r', '\n'});
                column = 0;
            }
            if (plain) {
                out.write(text[i]);
            } else {
                out.write('=');
                String digits = HEX.toHexDigits(text[i]);
                out.write(digits.charAt(0));
                out.write(digits.charAt(1));
            }
            column += width;
        }
        return out.toByteArray();
    }

    /* White space before a line end may be lost on the way. */
    private static boolean plain(byte[] text, int i) {
        int c = text[i];
        boolean last = i + 1 == text.length || endsLine(text, i + 1);
        return (c > ' ' && c < 0x7f && c != '=') || ((c == ' ' || c == '\t') && !last);
    }

    private static boolean endsLine(byte[] text, int i) {
        return i + 1 < text.length && text[i] == '\r' && text[i + 1] == '\n';
    }
}
