package dev.postern.delivery.mime;

import dev.postern.delivery.Parcel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/// A message as one JSON object: what Postern knows of it, its header, its texts, its attachments.
///
/// Never fails because of what the message holds. What cannot be read is named under `problems`; if
/// reading had to end early, or found nothing, `raw` holds the whole message in base64 as well.
/// Streams: attachments go straight into the output, long texts through a file.
public final class MessageJson {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .disable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    .build();

    private MessageJson() {}

    /// Writes the message's JSON form, in UTF-8. The same message always gives the same octets.
    ///
    /// @param temporary a folder for long texts while this runs
    /// @throws IOException if the queue could not give the message or the output could not be
    ///   written
    public static void write(Parcel parcel, OutputStream out, Path temporary) throws IOException {
        Letterhead letterhead = Letterhead.read(parcel);
        try (TextSpool text = new TextSpool(temporary);
                TextSpool html = new TextSpool(temporary);
                InputStream message = parcel.open();
                JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            MessageFacts.write(json, parcel, letterhead);
            PartWalk walk = new PartWalk(message, json, text, html);
            walk.headers();
            walk.attachments();
            write(json, "text", text);
            write(json, "html", html);
            if (walk.attached() == 0 && text.isEmpty() && html.isEmpty()) {
                walk.endEarly("no text and no attachment could be found");
            }
            MessageFacts.problems(json, walk.problems());
            if (walk.endedEarly()) {
                raw(json, parcel);
            }
            json.writeEndObject();
        } catch (JacksonException e) {
            throw new IOException("the JSON form could not be written: " + e.getMessage(), e);
        }
        if (parcel.readFailure().isPresent()) {
            throw parcel.readFailure().get();
        }
    }

    private static void write(JsonGenerator json, String name, TextSpool text) throws IOException {
        if (text.isEmpty()) {
            return;
        }
        json.writeName(name);
        try (Reader characters = text.open()) {
            json.writeString(characters, -1);
        }
    }

    private static void raw(JsonGenerator json, Parcel parcel) throws IOException {
        json.writeName("raw");
        try (InputStream message = parcel.open()) {
            json.writeBinary(message, -1);
        }
    }
}
