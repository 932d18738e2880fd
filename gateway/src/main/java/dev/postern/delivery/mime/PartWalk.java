package dev.postern.delivery.mime;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeTokenStream;
import tools.jackson.core.JsonGenerator;

/// One walk through a message: its header first, then its parts, once.
///
/// Texts go into the spools, all else into the JSON's `attachments`. Ends early, and says so, where
/// the parser fails or a bound is reached. Confined to one thread.
final class PartWalk {

    private static final int DEPTH_MAX = 30;
    private static final int PARTS_MAX = 1_000;

    /* Of the headers of all parts together, and of one field that says what a part is: the parser's
     * time grows with their product. */
    private static final int HEADERS_MAX = 512 * 1024;
    private static final int CONTENT_FIELD_MAX = 8 * 1024;

    private static final List<String> ADDRESS_FIELDS = List.of("from", "reply-to", "to", "cc");

    private final JsonGenerator json;
    private final TextSpool text;
    private final TextSpool html;
    private final Problems problems = new Problems();
    private final MimeTokenStream tokens = Mime.tokens(problems);
    private boolean endedEarly;
    private long headerOctets;
    private int attached;

    PartWalk(InputStream message, JsonGenerator json, TextSpool text, TextSpool html) {
        this.json = json;
        this.text = text;
        this.html = html;
        tokens.parse(message);
    }

    List<String> problems() {
        return problems.list();
    }

    boolean endedEarly() {
        return endedEarly;
    }

    /// How many attachments there are.
    int attached() {
        return attached;
    }

    /// Notes that this walk did not find all there is.
    void endEarly(String why) {
        endedEarly = true;
        problems.add(why);
    }

    private EntityState next() {
        if (endedEarly) {
            return EntityState.T_END_OF_STREAM;
        }
        try {
            EntityState state = tokens.next();
            if (state == EntityState.T_FIELD) {
                measure(tokens.getField());
            }
            return endedEarly ? EntityState.T_END_OF_STREAM : state;
        } catch (MimeException | IOException | RuntimeException e) {
            endEarly("cannot be read further: " + e.getMessage());
            return EntityState.T_END_OF_STREAM;
        }
    }

    private void measure(Field field) {
        int octets = field.getRaw().length();
        headerOctets += octets;
        if (headerOctets > HEADERS_MAX) {
            endEarly("its headers have more than " + HEADERS_MAX + " octets");
        } else if (octets > CONTENT_FIELD_MAX && field.getNameLowerCase().startsWith("content-")) {
            endEarly(field.getName() + " has more than " + CONTENT_FIELD_MAX + " octets");
        }
    }

    /// Writes the message's own header: `headers`, and the addresses in it.
    void headers() {
        Map<String, String> addresses = new LinkedHashMap<>();
        json.writeName("headers");
        json.writeStartArray();
        EntityState state = next();
        while (state == EntityState.T_START_HEADER || state == EntityState.T_FIELD) {
            if (state == EntityState.T_FIELD) {
                Field field = tokens.getField();
                header(field);
                String name = field.getName().toLowerCase(Locale.ROOT);
                if (ADDRESS_FIELDS.contains(name)) {
                    addresses.merge(name, HeaderText.undecoded(field), (a, b) -> a + ", " + b);
                }
            }
            state = next();
        }
        json.writeEndArray();
        addresses.forEach(this::addresses);
    }

    private void header(Field field) {
        json.writeStartObject();
        json.writeStringProperty("name", field.getName());
        json.writeStringProperty("value", HeaderText.of(field, problems));
        json.writeEndObject();
    }

    private void addresses(String field, String value) {
        json.writeName(field.equals("reply-to") ? "replyTo" : field);
        json.writeStartArray();
        for (Mailbox mailbox : Addresses.in(value, problems)) {
            json.writeStartObject();
            if (mailbox.getName() != null) {
                json.writeStringProperty("name", mailbox.getName());
            }
            json.writeStringProperty("address", mailbox.getAddress());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /// Walks through the parts: writes `attachments`, and fills the spools.
    void attachments() throws IOException {
        json.writeName("attachments");
        json.writeStartArray();
        int depth = 0;
        int parts = 0;
        EntityState state = tokens.getState();
        while (!endedEarly && state != EntityState.T_END_OF_STREAM) {
            if (state == EntityState.T_START_MULTIPART && ++depth > DEPTH_MAX) {
                endEarly("its parts are nested deeper than " + DEPTH_MAX);
            } else if (state == EntityState.T_END_MULTIPART) {
                depth--;
            } else if (state == EntityState.T_BODY && ++parts > PARTS_MAX) {
                endEarly("it has more than " + PARTS_MAX + " parts");
            } else if (state == EntityState.T_BODY) {
                leaf();
            }
            state = next();
        }
        json.writeEndArray();
    }

    private void leaf() throws IOException {
        Part part = part();
        InputStream content =
                new Forgiving(
                        tokens.getDecodedInputStream(),
                        e -> endEarly("a part cannot be decoded: " + e.getMessage()));
        if (!part.isText()) {
            attachment(part, content);
            return;
        }
        TextSpool spool = part.type().equals("text/html") ? html : text;
        spool.append(new InputStreamReader(content, part.charset()));
    }

    private Part part() {
        try {
            return Part.of(tokens.getBodyDescriptor(), problems);
        } catch (RuntimeException e) {
            problems.add("a part's header cannot be read: " + e.getMessage());
            return Part.UNKNOWN;
        }
    }

    private void attachment(Part part, InputStream content) {
        json.writeStartObject();
        json.writeStringProperty("type", part.type());
        optional("name", part.name());
        optional("disposition", part.disposition());
        optional("contentId", part.contentId());
        json.writeName("content");
        json.writeBinary(content, -1);
        json.writeEndObject();
        attached++;
    }

    private void optional(String name, String value) {
        if (!value.isEmpty()) {
            json.writeStringProperty(name, value);
        }
    }
}
