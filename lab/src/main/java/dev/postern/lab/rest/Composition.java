package dev.postern.lab.rest;

import dev.postern.lab.mail.store.Header;
import dev.postern.lab.mail.store.MessageSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A message in the parts that a JSON interface takes it in, to be made a message of RFC 5322.
///
/// @param text empty if there is no plain text
/// @param html empty if there is no HTML
/// @param headers fields of the client's own, by name
public record Composition(
        Letterhead head,
        String text,
        String html,
        Map<String, String> headers,
        List<Attachment> attachments) {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.US)
                    .withZone(ZoneOffset.UTC);

    private static final String END = "\r\n";

    public Composition {
        headers = Map.copyOf(headers);
        attachments = List.copyOf(attachments);
    }

    /// From whom, to whom, about what.
    public record Letterhead(
            Correspondent from,
            List<Correspondent> to,
            List<Correspondent> cc,
            List<Correspondent> bcc,
            List<Correspondent> replyTo,
            String subject) {

        public Letterhead {
            to = List.copyOf(to);
            cc = List.copyOf(cc);
            bcc = List.copyOf(bcc);
            replyTo = List.copyOf(replyTo);
        }
    }

    /// One entity of MIME (RFC 2045 §2.4).
    ///
    /// @param fields its header, each with its line end
    private record Entity(String fields, String body) {

        String whole() {
            return fields + END + body;
        }
    }

    /// As one message, with Bcc, which whoever sends it takes out.
    ///
    /// @param id for Message-ID and boundaries
    public MessageSource message(String id, Instant now) {
        Entity content = content(id);
        StringBuilder whole = new StringBuilder();
        field(whole, "From", head.from().written());
        addresses(whole, "To", head.to());
        addresses(whole, "Cc", head.cc());
        addresses(whole, "Bcc", head.bcc());
        addresses(whole, "Reply-To", head.replyTo());
        field(whole, "Subject", EncodedText.unstructured(head.subject()));
        field(whole, "Date", DATE.format(now));
        field(whole, "Message-ID", "<" + id + "@" + domain(head.from().address()) + ">");
        headers.forEach((name, value) -> field(whole, name, EncodedText.unstructured(value)));
        field(whole, "MIME-Version", "1.0");
        return source(whole + content.whole());
    }

    /// A message with attachments after what it has already.
    public static MessageSource with(
            MessageSource message, List<Attachment> attachments, String id) {
        if (attachments.isEmpty()) {
            return message;
        }
        try (InputStream in = message.open()) {
            String all = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            Header header = Header.of(message);
            StringBuilder outer = new StringBuilder();
            StringBuilder inner = new StringBuilder();
            header.fields()
                    .forEach(field -> {
                        boolean ofContent =
                                field.name().toLowerCase(Locale.ROOT).startsWith("content-");
                        (ofContent ? inner : outer).append(field.raw());
                    });
            if (header.first("MIME-Version").isEmpty()) {
                field(outer, "MIME-Version", "1.0");
            }
            List<Entity> parts = new ArrayList<>();
            parts.add(new Entity(inner.toString(), all.substring((int) header.length())));
            attachments.forEach(one -> parts.add(entity(one)));
            return source(outer + multipart("mixed", id + "-files", parts).whole());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Entity content(String id) {
        List<Entity> inline = new ArrayList<>();
        List<Entity> files = new ArrayList<>();
        attachments.forEach(one -> (one.isInline() ? inline : files).add(entity(one)));
        inline.addFirst(body(id));
        Entity related = grouped("related", id + "-related", inline);
        files.addFirst(related);
        return grouped("mixed", id + "-mixed", files);
    }

    private Entity body(String id) {
        List<Entity> forms = new ArrayList<>();
        if (!text.isEmpty() || html.isEmpty()) {
            forms.add(words("text/plain", text));
        }
        if (!html.isEmpty()) {
            forms.add(words("text/html", html));
        }
        return grouped("alternative", id + "-alternative", forms);
    }

    private static Entity words(String type, String words) {
        StringBuilder fields = new StringBuilder();
        field(fields, "Content-Type", type + "; charset=utf-8");
        field(fields, "Content-Transfer-Encoding", "base64");
        String lines = words.replaceAll("\r\n|\r|\n", "\r\n");
        return new Entity(
                fields.toString(), EncodedText.base64(lines.getBytes(StandardCharsets.UTF_8)));
    }

    private static Entity entity(Attachment one) {
        StringBuilder fields = new StringBuilder();
        field(
                fields,
                "Content-Type",
                one.type() + ";" + END + " " + EncodedText.parameter("name", one.name()));
        field(
                fields,
                "Content-Disposition",
                (one.isInline() ? "inline" : "attachment")
                        + ";"
                        + END
                        + " "
                        + EncodedText.parameter("filename", one.name()));
        if (one.isInline()) {
            field(fields, "Content-ID", "<" + one.contentId() + ">");
        }
        field(fields, "Content-Transfer-Encoding", "base64");
        return new Entity(fields.toString(), EncodedText.base64(one.content().octets()));
    }

    private static Entity grouped(String kind, String boundary, List<Entity> entities) {
        return entities.size() == 1 ? entities.getFirst() : multipart(kind, boundary, entities);
    }

    /// RFC 2046 §5.1.1.
    private static Entity multipart(String kind, String boundary, List<Entity> entities) {
        StringBuilder body = new StringBuilder();
        entities.forEach(one ->
                body.append("--").append(boundary).append(END).append(one.whole()).append(END));
        body.append("--").append(boundary).append("--").append(END);
        StringBuilder fields = new StringBuilder();
        field(fields, "Content-Type", "multipart/" + kind + "; boundary=\"" + boundary + "\"");
        return new Entity(fields.toString(), body.toString());
    }

    private static void addresses(StringBuilder into, String name, List<Correspondent> all) {
        if (!all.isEmpty()) {
            field(
                    into,
                    name,
                    String.join(
                            "," + END + " ", all.stream().map(Correspondent::written).toList()));
        }
    }

    private static void field(StringBuilder into, String name, String value) {
        into.append(name).append(": ").append(value).append(END);
    }

    private static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    /// Each character is an octet: what is not ASCII was encoded, or came so.
    private static MessageSource source(String octets) {
        return MessageSource.of(octets.getBytes(StandardCharsets.ISO_8859_1));
    }
}
