package dev.postern.lab.graph;

import dev.postern.lab.http.Body;
import dev.postern.lab.http.Request;
import dev.postern.lab.mail.store.MessageSource;
import dev.postern.lab.rest.Attachment;
import dev.postern.lab.rest.Composition;
import dev.postern.lab.rest.Correspondent;
import dev.postern.lab.rest.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Messages as Graph takes them: JSON, or MIME in Base64.
final class GraphMessage {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int HEADERS_MAX = 5;

    private GraphMessage() {}

    /// Whether the body of a request is a whole message in Base64.
    static boolean isMime(Request request) {
        String type = request.header("content-type").orElse("").split(";", 2)[0].strip();
        return type.equalsIgnoreCase("text/plain");
    }

    /// The message in the body of a request.
    static MessageSource mime(Request request) throws RefusedException {
        try {
            byte[] octets = Base64.getDecoder().decode(request.text().replaceAll("\\s+", ""));
            if (octets.length > 0) {
                return MessageSource.of(octets);
            }
        } catch (IllegalArgumentException _) { // answered below, like nothing at all
        }
        throw new RefusedException(
                400,
                "ErrorMimeContentInvalidBase64String",
                "Invalid base64 string for MIME content.");
    }

    /// The JSON in the body of a request.
    static JsonNode json(Request request) throws RefusedException {
        try {
            JsonNode root = JSON.readTree(request.body().octets());
            if (root.isObject()) {
                return root;
            }
        } catch (JacksonException _) { // answered below like JSON that is no object
        }
        throw new RefusedException(
                400,
                "BadRequest",
                "Unable to read JSON request payload. Please ensure Content-Type header is set and"
                        + " payload is of valid JSON format.");
    }

    /// A message in JSON as one of MIME.
    static MessageSource composed(JsonNode message, String mailbox, String id, Instant now)
            throws RefusedException {
        List<Correspondent> from = new ArrayList<>();
        if (message.has("from")) {
            from.add(correspondent(message.path("from")));
        }
        from.add(new Correspondent(mailbox, ""));
        String content = message.path("body").path("content").asString("");
        boolean html =
                message.path("body").path("contentType").asString("").equalsIgnoreCase("html");
        Composition composition =
                new Composition(
                        new Composition.Letterhead(
                                from.getFirst(),
                                correspondents(message.path("toRecipients")),
                                correspondents(message.path("ccRecipients")),
                                correspondents(message.path("bccRecipients")),
                                correspondents(message.path("replyTo")),
                                message.path("subject").asString("")),
                        html ? "" : content,
                        html ? content : "",
                        headers(message.path("internetMessageHeaders")),
                        attachments(message.path("attachments")));
        return composition.message(id, now);
    }

    /// A file in JSON.
    static Attachment attachment(JsonNode given) throws RefusedException {
        if (!given.path("@odata.type").asString("").equals("#microsoft.graph.fileAttachment")) {
            throw bad("An attachment needs the @odata.type #microsoft.graph.fileAttachment.");
        }
        String name = given.path("name").asString("");
        if (name.isEmpty()) {
            throw bad("An attachment needs a name.");
        }
        try {
            return new Attachment(
                    name,
                    given.path("contentType").asString("application/octet-stream"),
                    given.path("isInline").asBoolean(false)
                            ? given.path("contentId").asString("")
                            : "",
                    Body.of(Base64.getDecoder().decode(given.path("contentBytes").asString(""))));
        } catch (IllegalArgumentException _) {
            throw bad("Cannot convert the contentBytes of an attachment from Base64.");
        }
    }

    static RefusedException bad(String message) {
        return new RefusedException(400, "BadRequest", message);
    }

    private static List<Attachment> attachments(JsonNode list) throws RefusedException {
        List<Attachment> all = new ArrayList<>();
        for (JsonNode one : list) {
            all.add(attachment(one));
        }
        return all;
    }

    private static List<Correspondent> correspondents(JsonNode list) throws RefusedException {
        List<Correspondent> all = new ArrayList<>();
        for (JsonNode one : list) {
            all.add(correspondent(one));
        }
        return all;
    }

    private static Correspondent correspondent(JsonNode one) throws RefusedException {
        JsonNode address = one.path("emailAddress");
        String bare = address.path("address").asString("");
        if (bare.isEmpty() || bare.chars().anyMatch(c -> c <= ' ' || c == '<' || c == '>')) {
            throw new RefusedException(
                    400,
                    "ErrorInvalidRecipients",
                    "At least one recipient is not valid., Recipient '"
                            + bare
                            + "' is not resolved. All recipients must be resolved before a message can"
                            + " be submitted.");
        }
        return new Correspondent(bare, address.path("name").asString(""));
    }

    private static Map<String, String> headers(JsonNode list) throws RefusedException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (JsonNode one : list) {
            String name = one.path("name").asString("");
            String value = one.path("value").asString("");
            if (!name.toLowerCase(Locale.ROOT).startsWith("x-")) {
                throw new RefusedException(
                        400,
                        "InvalidInternetMessageHeader",
                        "The internet message header name '"
                                + name
                                + "' should start with 'x-' or 'X-'.");
            }
            if (headers.size() == HEADERS_MAX
                    || !name.matches("[!-9;-~]+")
                    || value.chars().anyMatch(Character::isISOControl)
                    || !StandardCharsets.US_ASCII.newEncoder().canEncode(name)) {
                throw new RefusedException(
                        400,
                        "InvalidInternetMessageHeaderCollection",
                        "A message has at most "
                                + HEADERS_MAX
                                + " headers of its own, of one line.");
            }
            headers.put(name, value);
        }
        return headers;
    }
}
