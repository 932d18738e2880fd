package dev.postern.compose;

import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.james.mime4j.codec.EncoderUtil;
import org.apache.james.mime4j.util.MimeUtil;

/// Writes drafts down as messages: lines end with CRLF, every octet is ASCII unless an address is
/// not.
///
/// Safe for use by many threads if its source of randomness is.
public final class Composer {

    private static final byte[] CRLF = {'\r', '\n'};
    private static final int LINE_MAX = 998;
    private static final int BASE64_LINE = 76;

    /// The first encoded word of a field may be shorter by its name; the encoder knows no longer
    /// ones.
    private static final int USED_MAX = 50;

    private static final Pattern LONG_WORD = Pattern.compile("[^ \\t]{900}");

    private final RandomGenerator random;

    public Composer(RandomGenerator random) {
        this.random = random;
    }

    /// Writes a draft down. Hidden recipients are not in it.
    ///
    /// @param date when it was written
    /// @param messageId with its angle brackets
    public void write(Draft draft, Instant date, String messageId, OutputStream out)
            throws IOException {
        field(out, "From", draft.from().toString());
        addresses(out, "To", draft.recipients().to());
        addresses(out, "Cc", draft.recipients().copies());
        addresses(out, "Reply-To", draft.replyTo());
        field(out, "Subject", encoded(draft.subject(), "Subject"));
        field(
                out,
                "Date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC)));
        field(out, "Message-ID", messageId);
        for (Draft.Field field : draft.fields()) {
            field(out, field.name(), encoded(field.value(), field.name()));
        }
        field(out, "MIME-Version", "1.0");
        whole(draft).write(out);
    }

    /// A part of a message: its own header and what follows.
    private interface Part {
        void write(OutputStream out) throws IOException;
    }

    private Part whole(Draft draft) {
        List<Part> files =
                draft.attachments().stream()
                        .filter(one -> one.contentId().isEmpty())
                        .map(Composer::file)
                        .toList();
        Part texts = texts(draft);
        return files.isEmpty() ? texts : several("mixed", texts, files);
    }

    private Part texts(Draft draft) {
        Optional<Part> plain = draft.texts().plain().map(text -> text(text, "plain"));
        Optional<Part> html = draft.texts().html().map(text -> shown(draft, text(text, "html")));
        if (plain.isPresent() && html.isPresent()) {
            return several("alternative", plain.get(), List.of(html.get()));
        }
        return html.or(() -> plain).orElseGet(() -> shown(draft, text("", "plain")));
    }

    /// The text with what it shows.
    private Part shown(Draft draft, Part text) {
        List<Part> inline =
                draft.attachments().stream()
                        .filter(one -> one.contentId().isPresent())
                        .map(Composer::file)
                        .toList();
        return inline.isEmpty() ? text : several("related", text, inline);
    }

    private Part several(String kind, Part first, List<Part> others) {
        String boundary = "=_" + Long.toHexString(random.nextLong()) + "_" + kind;
        return out -> {
            field(out, "Content-Type", "multipart/" + kind + "; boundary=\"" + boundary + "\"");
            line(out, "");
            line(out, "--" + boundary);
            first.write(out);
            for (Part other : others) {
                line(out, "--" + boundary);
                other.write(out);
            }
            line(out, "--" + boundary + "--");
        };
    }

    private static Part text(String text, String kind) {
        String lines = text.replaceAll("\\r\\n|\\r|\\n", "\r\n");
        String whole = lines.isEmpty() || lines.endsWith("\r\n") ? lines : lines + "\r\n";
        boolean plain =
                StandardCharsets.US_ASCII.newEncoder().canEncode(whole)
                        && whole.lines().noneMatch(one -> one.length() > LINE_MAX)
                        && whole.indexOf('\0') < 0;
        return out -> {
            field(out, "Content-Type", "text/" + kind + "; charset=utf-8");
            field(out, "Content-Transfer-Encoding", plain ? "7bit" : "quoted-printable");
            line(out, "");
            byte[] octets = whole.getBytes(StandardCharsets.UTF_8);
            if (plain) {
                out.write(octets);
            } else {
                EncoderUtil.encodeQ(new ByteArrayInputStream(octets), out);
            }
        };
    }

    private static Part file(Attachment attachment) {
        return out -> {
            field(out, "Content-Type", attachment.type() + parameter("name", attachment.name()));
            field(out, "Content-Transfer-Encoding", "base64");
            boolean inline = attachment.contentId().isPresent();
            if (inline) {
                field(out, "Content-ID", "<" + attachment.contentId().get() + ">");
            }
            field(
                    out,
                    "Content-Disposition",
                    (inline ? "inline" : "attachment") + parameter("filename", attachment.name()));
            line(out, "");
            try (InputStream content = attachment.content().open();
                    OutputStream lines =
                            Base64.getMimeEncoder(BASE64_LINE, CRLF).wrap(new KeptOpen(out))) {
                content.transferTo(lines);
            }
            line(out, "");
        };
    }

    /// A parameter, in the form of RFC 2231 if plain ASCII will not do.
    private static String parameter(String name, String value) {
        boolean plain = value.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '"' && c != '\\');
        if (plain) {
            return "; " + name + "=\"" + value + "\"";
        }
        StringBuilder encoded = new StringBuilder("; " + name + "*=utf-8''");
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            boolean safe = (octet > 0 && Character.isLetterOrDigit(octet)) || octet == '.';
            encoded.append(safe ? String.valueOf((char) octet) : "%%%02X".formatted(octet));
        }
        return encoded.toString();
    }

    private static void addresses(OutputStream out, String name, List<Correspondent> all)
            throws IOException {
        if (!all.isEmpty()) {
            field(
                    out,
                    name,
                    all.stream().map(Correspondent::toString).collect(Collectors.joining(", ")));
        }
    }

    /// What cannot be folded anywhere is encoded, which can.
    private static String encoded(String value, String name) {
        int used = Math.min(name.length() + 2, USED_MAX);
        if (LONG_WORD.matcher(value).find()) {
            return EncoderUtil.encodeEncodedWord(value, EncoderUtil.Usage.TEXT_TOKEN, used);
        }
        return EncoderUtil.encodeIfNecessary(value, EncoderUtil.Usage.TEXT_TOKEN, used);
    }

    private static void field(OutputStream out, String name, String value) throws IOException {
        line(out, MimeUtil.fold(name + ": " + value, 0));
    }

    private static void line(OutputStream out, String line) throws IOException {
        out.write(line.getBytes(StandardCharsets.UTF_8));
        out.write(CRLF);
    }

    /// Lets an encoder finish without closing what it writes to.
    private static final class KeptOpen extends FilterOutputStream {

        KeptOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] octets, int from, int count) throws IOException {
            out.write(octets, from, count);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
