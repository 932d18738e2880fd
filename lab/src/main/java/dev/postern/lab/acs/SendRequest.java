package dev.postern.lab.acs;

import dev.postern.lab.http.Body;
import dev.postern.lab.http.Request;
import dev.postern.lab.rest.Attachment;
import dev.postern.lab.rest.Composition;
import dev.postern.lab.rest.Correspondent;
import dev.postern.lab.rest.RefusedException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a client wants sent, checked for form alone.
///
/// @param composition with the sender's bare address
record SendRequest(Composition composition) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Pattern ADDRESS =
            Pattern.compile("[^\\s@<>,;:\"()\\[\\]\\\\]{1,64}@[\\w-]+(\\.[\\w-]+)+");
    private static final Pattern TYPE =
            Pattern.compile("[\\w.+-]+/[\\w.+-]+(\\s*;\\s*[\\w.+-]+=.+)?");
    private static final Pattern FIELD_NAME = Pattern.compile("[!-9;-~]{1,100}");

    /// Fields that the service writes itself.
    private static final Set<String> ITS_OWN =
            Set.of(
                    "from",
                    "sender",
                    "to",
                    "cc",
                    "bcc",
                    "reply-to",
                    "subject",
                    "date",
                    "received",
                    "return-path",
                    "mime-version",
                    "content-type",
                    "content-transfer-encoding",
                    "content-disposition",
                    "content-id",
                    "dkim-signature");

    /// The first version that knows inline attachments.
    private static final String INLINE_SINCE = "2024-07-01";

    static SendRequest read(Request request, String version) throws RefusedException {
        JsonNode root = parsed(request);
        JsonNode content = root.path("content");
        String sender = text(root, "senderAddress", "senderAddress");
        checkAddress(sender, "senderAddress");
        JsonNode recipients = root.path("recipients");
        Composition.Letterhead head =
                new Composition.Letterhead(
                        new Correspondent(sender, ""),
                        correspondents(recipients.path("to"), "recipients.to"),
                        correspondents(recipients.path("cc"), "recipients.cc"),
                        correspondents(recipients.path("bcc"), "recipients.bcc"),
                        correspondents(root.path("replyTo"), "replyTo"),
                        text(content, "subject", "content.subject"));
        String plain = content.path("plainText").asString("");
        String html = content.path("html").asString("");
        if (plain.isEmpty() && html.isEmpty()) {
            throw bad("One of plainText and html is required.", "content");
        }
        SendRequest read =
                new SendRequest(
                        new Composition(
                                head,
                                plain,
                                html,
                                headers(root.path("headers")),
                                attachments(
                                        root.path("attachments"),
                                        version.compareTo(INLINE_SINCE) >= 0)));
        if (read.recipients().isEmpty()) {
            throw bad("At least one recipient is required.", "recipients");
        }
        return read;
    }

    String sender() {
        return composition.head().from().address();
    }

    List<String> recipients() {
        Composition.Letterhead head = composition.head();
        return Stream.of(head.to(), head.cc(), head.bcc())
                .flatMap(List::stream)
                .map(Correspondent::address)
                .toList();
    }

    /// The message as its recipients see it: without Bcc, and with the sender's name.
    Composition forRecipients(String senderName) {
        Composition.Letterhead head = composition.head();
        return new Composition(
                new Composition.Letterhead(
                        new Correspondent(sender(), senderName),
                        head.to(),
                        head.cc(),
                        List.of(),
                        head.replyTo(),
                        head.subject()),
                composition.text(),
                composition.html(),
                composition.headers(),
                composition.attachments());
    }

    private static JsonNode parsed(Request request) throws RefusedException {
        try {
            JsonNode root = JSON.readTree(request.body().octets());
            if (root.isObject()) {
                return root;
            }
        } catch (JacksonException _) { // answered below like JSON that is no object
        }
        throw new RefusedException(422, "UnprocessableEntity", "The body is no JSON object.");
    }

    private static List<Correspondent> correspondents(JsonNode list, String target)
            throws RefusedException {
        List<Correspondent> all = new ArrayList<>();
        for (JsonNode one : list) {
            String at = target + "[" + all.size() + "].address";
            String address = text(one, "address", at);
            checkAddress(address, at);
            all.add(new Correspondent(address, one.path("displayName").asString("")));
        }
        return all;
    }

    private static void checkAddress(String address, String target) throws RefusedException {
        if (!ADDRESS.matcher(address).matches()) {
            throw new RefusedException(
                    400, "InvalidEmailAddress", "Invalid format for email address", target);
        }
    }

    private static Map<String, String> headers(JsonNode given) throws RefusedException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> one : given.properties()) {
            String name = one.getKey();
            String value = one.getValue().asString("");
            if (!FIELD_NAME.matcher(name).matches()
                    || ITS_OWN.contains(name.toLowerCase(Locale.ROOT))) {
                throw bad("A message may not have a header " + name + ".", "headers." + name);
            }
            if (value.chars().anyMatch(Character::isISOControl)) {
                throw bad("A header may not have control characters.", "headers." + name);
            }
            headers.put(name, value);
        }
        return headers;
    }

    private static List<Attachment> attachments(JsonNode list, boolean inline)
            throws RefusedException {
        List<Attachment> all = new ArrayList<>();
        for (JsonNode one : list) {
            String at = "attachments[" + all.size() + "].";
            String type = text(one, "contentType", at + "contentType");
            if (!TYPE.matcher(type).matches()) {
                throw bad("The content type of an attachment is none.", at + "contentType");
            }
            String id = inline ? one.path("contentId").asString("") : "";
            if (id.chars().anyMatch(c -> c <= ' ' || c == '<' || c == '>')) {
                throw bad("The content id of an attachment is none.", at + "contentId");
            }
            all.add(
                    new Attachment(
                            text(one, "name", at + "name"),
                            type,
                            id,
                            content(
                                    text(one, "contentInBase64", at + "contentInBase64"),
                                    at + "contentInBase64")));
        }
        return all;
    }

    private static Body content(String base64, String target) throws RefusedException {
        try {
            return Body.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException _) {
            throw bad("The content of an attachment is no Base64.", target);
        }
    }

    private static String text(JsonNode parent, String name, String target)
            throws RefusedException {
        JsonNode value = parent.path(name);
        if (!value.isString() || value.asString().isEmpty()) {
            throw bad("The field " + name + " is required.", target);
        }
        return value.asString();
    }

    private static RefusedException bad(String message, String target) {
        return new RefusedException(400, "BadRequest", message, target);
    }
}
