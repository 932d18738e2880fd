package dev.postern.delivery.smtp;

import dev.postern.protocol.mail.AddrSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A message in another sender's name: From names the account, with the author's display name, and
/// who stood there stands in Reply-To, unless the author has put somebody there. Not an octet else
/// is changed, and the body is never looked at.
///
/// @param octets of the whole message
/// @param content to be read once, and closed
record RewrittenMessage(long octets, InputStream content) implements AutoCloseable {

    /// No header in good faith is longer; it is held in memory.
    private static final int HEADER_MAX = 256 * 1024;

    /// The message has no header that could be rewritten.
    static final class NoHeaderException extends Exception {
        private static final long serialVersionUID = 1L;

        NoHeaderException(String message) {
            super(message);
        }
    }

    /// @param octets of the message as it is
    /// @param message read from its start; closed with the result
    /// @throws NoHeaderException if its header does not end soon enough
    static RewrittenMessage of(AddrSpec account, long octets, InputStream message)
            throws IOException, NoHeaderException {
        byte[] start = message.readNBytes(HEADER_MAX);
        int headerEnd = headerEnd(start);
        if (headerEnd < 0) {
            if (start.length == HEADER_MAX) {
                throw new NoHeaderException(
                        "the header does not end within " + HEADER_MAX + " octets");
            }
            headerEnd = start.length;
        }
        String header = new String(start, 0, headerEnd, StandardCharsets.ISO_8859_1);
        byte[] rewritten = rewritten(header, account).getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream beginning = new ByteArrayOutputStream(start.length + 1024);
        beginning.writeBytes(rewritten);
        beginning.write(start, headerEnd, start.length - headerEnd);
        return new RewrittenMessage(
                octets - headerEnd + rewritten.length,
                new SequenceInputStream(
                        new ByteArrayInputStream(beginning.toByteArray()), message));
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    /// Where the empty line begins that ends the header; -1 if there is none.
    private static int headerEnd(byte[] octets) {
        int line = 0;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\n') {
                boolean empty = i == line || (i == line + 1 && octets[line] == '\r');
                if (empty) {
                    return line;
                }
                line = i + 1;
            }
        }
        return -1;
    }

    private static String rewritten(String header, AddrSpec account) {
        List<String> fields = fields(header);
        Optional<FromField> from =
                fields.stream().filter(f -> isNamed(f, "from")).findFirst().map(f -> value(f));
        if (from.filter(f -> f.names(account)).isPresent()) {
            return header;
        }
        boolean answered = fields.stream().anyMatch(f -> isNamed(f, "reply-to"));
        StringBuilder text = new StringBuilder(header.length() + 256);
        String instead = replacement(from, answered, account);
        boolean placed = false;
        for (String field : fields) {
            if (!isNamed(field, "from")) {
                text.append(field);
            } else if (!placed) {
                text.append(instead);
                placed = true;
            }
        }
        return placed ? text.toString() : instead + text;
    }

    private static String replacement(
            Optional<FromField> from, boolean answered, AddrSpec account) {
        String author = from.map(f -> f.as(account)).orElse(new FromField("").as(account));
        String replyTo =
                from.filter(_ -> !answered)
                        .filter(f -> !f.raw().isBlank())
                        .map(f -> "Reply-To:" + f.raw() + "\r\n")
                        .orElse("");
        return "From:" + author + "\r\n" + replyTo;
    }

    /// The fields, each with its folded lines and line ends.
    private static List<String> fields(String header) {
        List<String> fields = new ArrayList<>();
        int start = 0;
        int line = 0;
        while (line < header.length()) {
            int end = header.indexOf('\n', line) + 1;
            line = end == 0 ? header.length() : end;
            boolean folded =
                    line < header.length()
                            && (header.charAt(line) == ' ' || header.charAt(line) == '\t');
            if (!folded) {
                fields.add(header.substring(start, line));
                start = line;
            }
        }
        return fields;
    }

    private static boolean isNamed(String field, String name) {
        int colon = field.indexOf(':');
        return colon > 0 && field.substring(0, colon).strip().toLowerCase(Locale.ROOT).equals(name);
    }

    private static FromField value(String field) {
        return new FromField(field.substring(field.indexOf(':') + 1).replaceFirst("\\r?\\n$", ""));
    }
}
