package dev.postern.api;

import dev.postern.compose.Attachment;
import dev.postern.compose.Correspondent;
import dev.postern.compose.Draft;
import dev.postern.protocol.mail.AddrSpec;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The JSON of Azure Communication Services Email, read as a draft. What cannot be expressed is
/// refused; what is unknown is passed over, as their service does.
final class EmailJson {

    private EmailJson() {}

    static Draft draft(byte[] body) throws RejectedException {
        JsonNode root = parsed(body);
        JsonNode content = root.path("content");
        JsonNode recipients = root.path("recipients");
        Draft.Recipients all =
                new Draft.Recipients(
                        correspondents(recipients.path("to"), "recipients.to"),
                        correspondents(recipients.path("cc"), "recipients.cc"),
                        correspondents(recipients.path("bcc"), "recipients.bcc"));
        if (all.all().findAny().isEmpty()) {
            throw RejectedException.bad("A message needs a recipient.", "recipients");
        }
        Draft.Texts texts =
                new Draft.Texts(some(content.path("plainText")), some(content.path("html")));
        if (texts.plain().isEmpty() && texts.html().isEmpty()) {
            throw RejectedException.bad("A message needs plainText or html.", "content");
        }
        AddrSpec sender = address(text(root, "senderAddress", "senderAddress"), "senderAddress");
        String subject = text(content, "subject", "content.subject");
        try {
            return new Draft(
                    Correspondent.of(sender),
                    all,
                    correspondents(root.path("replyTo"), "replyTo"),
                    subject,
                    texts,
                    attachments(root.path("attachments")),
                    fields(root.path("headers")));
        } catch (IllegalArgumentException e) {
            throw RejectedException.bad(String.valueOf(e.getMessage()) + ".", "content.subject");
        }
    }

    private static JsonNode parsed(byte[] body) throws RejectedException {
        try {
            JsonNode root = Answer.JSON.readTree(body);
            if (root.isObject()) {
                return root;
            }
        } catch (JacksonException _) { // answered below like JSON that is no object
        }
        throw new RejectedException(422, "UnprocessableEntity", "The body is no JSON object.");
    }

    private static List<Correspondent> correspondents(JsonNode list, String target)
            throws RejectedException {
        List<Correspondent> all = new ArrayList<>();
        for (JsonNode one : list) {
            String at = target + "[" + all.size() + "]";
            AddrSpec address = address(text(one, "address", at + ".address"), at + ".address");
            try {
                all.add(new Correspondent(one.path("displayName").asString(""), address));
            } catch (IllegalArgumentException e) {
                throw RejectedException.bad(
                        String.valueOf(e.getMessage()) + ".", at + ".displayName");
            }
        }
        return all;
    }

    private static AddrSpec address(String text, String target) throws RejectedException {
        return AddrSpec.parse(text)
                .orElseThrow(
                        () -> RejectedException.bad("Invalid format for email address", target));
    }

    private static List<Attachment> attachments(JsonNode list) throws RejectedException {
        List<Attachment> all = new ArrayList<>();
        for (JsonNode one : list) {
            String at = "attachments[" + all.size() + "]";
            String name = text(one, "name", at + ".name");
            String type = text(one, "contentType", at + ".contentType");
            String base64 = text(one, "contentInBase64", at + ".contentInBase64");
            try {
                byte[] octets = Base64.getDecoder().decode(base64);
                all.add(
                        new Attachment(
                                name,
                                type,
                                some(one.path("contentId")),
                                () -> new ByteArrayInputStream(octets)));
            } catch (IllegalArgumentException e) {
                throw RejectedException.bad(String.valueOf(e.getMessage()) + ".", at);
            }
        }
        return all;
    }

    private static List<Draft.Field> fields(JsonNode headers) throws RejectedException {
        List<Draft.Field> fields = new ArrayList<>();
        for (Map.Entry<String, JsonNode> one : headers.properties()) {
            try {
                fields.add(new Draft.Field(one.getKey(), one.getValue().asString("")));
            } catch (IllegalArgumentException e) {
                throw RejectedException.bad(String.valueOf(e.getMessage()) + ".", "headers");
            }
        }
        return fields;
    }

    private static Optional<String> some(JsonNode value) {
        return Optional.of(value.asString("")).filter(text -> !text.isEmpty());
    }

    private static String text(JsonNode parent, String name, String target)
            throws RejectedException {
        return some(parent.path(name))
                .filter(_ -> parent.path(name).isString())
                .orElseThrow(
                        () -> RejectedException.bad("The field " + name + " is required.", target));
    }
}
