package dev.postern.delivery.acs;

import dev.postern.delivery.mime.MessageParts;
import dev.postern.delivery.mime.MessageParts.Attachment;
import dev.postern.delivery.mime.MessageParts.Correspondent;
import dev.postern.delivery.mime.Recipients;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.Base64Variants;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/// The JSON that asks for a message to be sent, in a file until it is closed.
///
/// @param hash of it, SHA-256 in Base64
record SendBody(Path file, String hash) implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// What the service may write into a message as it is; all else it writes itself.
    private static final List<String> CARRIED =
            List.of(
                    "auto-submitted",
                    "comments",
                    "importance",
                    "in-reply-to",
                    "keywords",
                    "list-",
                    "organization",
                    "precedence",
                    "priority",
                    "references",
                    "sensitivity",
                    "x-");

    private static final String NO_SUBJECT = "(no subject)";

    /// Writes it.
    ///
    /// @param sender whom the message comes from
    static SendBody of(MessageParts parts, String sender, Recipients recipients, Path temporary)
            throws IOException {
        MessageDigest digest = sha256();
        Path file = Files.createTempFile(temporary, "acs-", ".json");
        boolean whole = false;
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest);
                JsonGenerator json = JSON.createGenerator(out)) {
            write(json, parts, sender, recipients);
            json.flush();
            whole = true;
            return new SendBody(file, Base64.getEncoder().encodeToString(digest.digest()));
        } catch (JacksonException e) {
            throw new IOException("the request could not be written: " + e.getMessage(), e);
        } finally {
            if (!whole) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void write(
            JsonGenerator json, MessageParts parts, String sender, Recipients recipients)
            throws IOException {
        json.writeStartObject();
        headers(json, parts.head());
        json.writeStringProperty("senderAddress", sender);
        json.writeName("content");
        json.writeStartObject();
        String subject = parts.head().subject();
        json.writeStringProperty("subject", subject.isBlank() ? NO_SUBJECT : subject);
        // One of the two is required, and a scanner writes no text.
        Optional<String> text =
                parts.text()
                        .or(() -> parts.html().isPresent() ? Optional.empty() : Optional.of(" "));
        text.ifPresent(value -> json.writeStringProperty("plainText", value));
        parts.html().ifPresent(value -> json.writeStringProperty("html", value));
        json.writeEndObject();
        json.writeName("recipients");
        json.writeStartObject();
        list(json, "to", recipients.to());
        list(json, "cc", recipients.cc());
        list(json, "bcc", recipients.bcc());
        json.writeEndObject();
        attachments(json, parts.attachments());
        list(json, "replyTo", replyTo(parts.head(), sender));
        json.writeBooleanProperty("userEngagementTrackingDisabled", true);
        json.writeEndObject();
    }

    /// If the message is sent as somebody else, answers go to who wrote it.
    private static List<Correspondent> replyTo(MessageParts.Head head, String sender) {
        boolean other =
                head.from().stream().noneMatch(one -> one.address().equalsIgnoreCase(sender));
        return head.replyTo().isEmpty() && other ? head.from() : head.replyTo();
    }

    private static void headers(JsonGenerator json, MessageParts.Head head) {
        json.writeName("headers");
        json.writeStartObject();
        java.util.Set<String> written = new java.util.TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        head.fields(CARRIED)
                .filter(field -> !field.value().isEmpty() && written.add(field.name()))
                .forEach(field ->
                        json.writeStringProperty(
                                field.name(), field.value().replaceAll("\\p{Cntrl}+", " ")));
        json.writeEndObject();
    }

    private static void list(JsonGenerator json, String name, List<Correspondent> all) {
        if (all.isEmpty() && !name.equals("to")) {
            return;
        }
        json.writeName(name);
        json.writeStartArray();
        for (Correspondent one : all) {
            json.writeStartObject();
            json.writeStringProperty("address", one.address());
            if (!one.name().isEmpty()) {
                json.writeStringProperty("displayName", one.name());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void attachments(JsonGenerator json, List<Attachment> all) throws IOException {
        if (all.isEmpty()) {
            return;
        }
        json.writeName("attachments");
        json.writeStartArray();
        for (Attachment one : all) {
            json.writeStartObject();
            json.writeStringProperty("name", one.name());
            json.writeStringProperty("contentType", one.type());
            json.writeName("contentInBase64");
            try (InputStream content = one.open()) {
                json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, content, -1);
            }
            if (one.inline()) {
                json.writeStringProperty("contentId", one.contentId());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
