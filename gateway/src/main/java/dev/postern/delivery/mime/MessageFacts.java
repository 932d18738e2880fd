package dev.postern.delivery.mime;

import dev.postern.delivery.EnvelopeFacts;
import dev.postern.delivery.Parcel;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.queue.Origin;
import dev.postern.queue.ServerId;
import dev.postern.queue.StoredMessage;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/// What Postern knows of a message, as JSON: the `.json` file beside an `.eml`, and the beginning
/// of the webhook's JSON form.
public final class MessageFacts {

    private static final ObjectWriter PRETTY =
            JsonMapper.builder().build().writerWithDefaultPrettyPrinter();

    private MessageFacts() {}

    /// A JSON object for a file of its own, in UTF-8, ending in a line end. The same message always
    /// gives the same octets.
    public static byte[] document(Parcel parcel, Letterhead letterhead) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = PRETTY.createGenerator(out)) {
            json.writeStartObject();
            write(json, parcel, letterhead);
            problems(json, letterhead.problems());
            json.writeEndObject();
        }
        out.write('\n');
        return out.toByteArray();
    }

    /// Writes the facts as properties of the object that is open.
    static void write(JsonGenerator json, Parcel parcel, Letterhead letterhead) {
        StoredMessage message = parcel.message();
        json.writeStringProperty("id", message.id().value());
        json.writeStringProperty("source", message.source());
        switch (message.origin()) {
            case Origin.Collected collected -> origin(json, collected);
            case Origin.Submitted(var envelope, var by) -> {
                envelope(json, parcel, envelope);
                json.writeStringProperty("account", by.account());
                json.writeStringProperty("peer", by.address());
                json.writeStringProperty("hello", by.hello());
                json.writeStringProperty("protocol", by.protocol());
            }
            case Origin.Report(var envelope, _, var notice) -> {
                envelope(json, parcel, envelope);
                json.writeStringProperty("report", notice.name().toLowerCase(Locale.ROOT));
            }
        }
        json.writeStringProperty("accepted", message.accepted().toString());
        json.writeNumberProperty("size", message.size());
        json.writeStringProperty("sha256", message.sha256());
        message.messageId().ifPresent(id -> json.writeStringProperty("messageId", id));
        json.writeStringProperty("sender", letterhead.sender());
        json.writeStringProperty("subject", letterhead.subject());
    }

    private static void envelope(JsonGenerator json, Parcel parcel, Envelope envelope) {
        String sender = envelope.sender().map(AddrSpec::toString).orElse("");
        json.writeStringProperty("envelopeFrom", sender);
        json.writeName("envelopeTo");
        json.writeStartArray();
        EnvelopeFacts.recipients(parcel).forEach(json::writeString);
        json.writeEndArray();
    }

    private static void origin(JsonGenerator json, Origin.Collected collected) {
        json.writeStringProperty("mailbox", collected.place().mailbox());
        json.writeStringProperty("folder", collected.place().folder());
        switch (collected.id()) {
            case ServerId.Uid(long uid) -> {
                json.writeNumberProperty("uidValidity", collected.place().generation());
                json.writeNumberProperty("uid", uid);
            }
            case ServerId.Uidl(String uidl) -> json.writeStringProperty("uidl", uidl);
        }
        json.writeStringProperty("received", collected.received().toString());
    }

    static void problems(JsonGenerator json, List<String> problems) {
        json.writeName("problems");
        json.writeStartArray();
        problems.forEach(json::writeString);
        json.writeEndArray();
    }
}
