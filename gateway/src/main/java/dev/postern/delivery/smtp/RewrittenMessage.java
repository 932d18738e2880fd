package dev.postern.delivery.smtp;

import dev.postern.delivery.mime.RawHeader;
import dev.postern.protocol.mail.AddrSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
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

        private final String words;

        NoHeaderException(String words) {
            super(words);
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /// @param octets of the message as it is
    /// @param message read from its start; closed with the result
    /// @throws NoHeaderException if its header does not end soon enough
    static RewrittenMessage of(AddrSpec account, long octets, InputStream message)
            throws IOException, NoHeaderException {
        byte[] start = message.readNBytes(HEADER_MAX);
        RawHeader header =
                RawHeader.of(start, start.length < HEADER_MAX)
                        .orElseThrow(() ->
                                new NoHeaderException(
                                        "the header does not end within "
                                                + HEADER_MAX
                                                + " octets"));
        if (!header.fields().isEmpty() && RawHeader.isFolded(header.fields().getFirst())) {
            // It would go on with whatever field is put before it.
            throw new NoHeaderException("the message begins with a line that is no field");
        }
        int headerEnd = header.end();
        byte[] rewritten = RawHeader.octets(rewritten(header.fields(), account));
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

    private static List<String> rewritten(List<String> fields, AddrSpec account) {
        Optional<FromField> from =
                fields.stream()
                        .filter(f -> RawHeader.isNamed(f, "from"))
                        .findFirst()
                        .map(f -> new FromField(RawHeader.value(f)));
        if (from.filter(f -> f.names(account)).isPresent()) {
            return fields;
        }
        boolean answered = fields.stream().anyMatch(f -> RawHeader.isNamed(f, "reply-to"));
        List<String> changed = new ArrayList<>();
        String instead = replacement(from, answered, account);
        for (String field : fields) {
            if (!RawHeader.isNamed(field, "from")) {
                changed.add(field);
            } else if (!changed.contains(instead)) {
                changed.add(instead);
            }
        }
        if (!changed.contains(instead)) {
            changed.addFirst(instead);
        }
        return changed;
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
}
