package dev.postern.delivery.graph;

import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.http.Came;
import dev.postern.delivery.http.JsonError;
import dev.postern.delivery.http.TokenSignIn.Tried;
import dev.postern.delivery.mime.MessageParts.Attachment;
import dev.postern.protocol.mail.AddrSpec;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Sends a message in three steps: a draft is made, files are added to it, it is sent. Whatever
/// happens before the last step, the draft is deleted. Safe for use by many threads.
///
/// @param mailbox the one that sends
record DraftSending(
        GraphClient client, AddrSpec mailbox, Judgement judgement, InstantSource clock) {

    /// From here on a file comes by an upload session.
    private static final long FILE_MAX = 3L << 20;

    private static final long UPLOAD_MAX = 150L << 20;

    /// Octets of the largest request.
    private static final long REQUEST_MAX = 4L << 20;

    /// Octets of a range: a multiple of 320 KiB below 4 MB.
    private static final int RANGE = 12 * 320 * 1024;

    private static final String JSON_TYPE = "application/json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// What came of a step.
    private sealed interface Step {

        /// The next may follow.
        record Done(Came.Response response) implements Step {}

        /// There is no next.
        record Failed(Answer answer) implements Step {}
    }

    /// @throws IOException if a file of the message cannot be read
    Answer send(Draft draft) throws IOException, InterruptedException {
        byte[] message = Draft.octets(draft.message());
        if (message.length > REQUEST_MAX) {
            return new Answer.OtherWay("the message's text is too long for a request to Graph");
        }
        for (Attachment file : draft.apart()) {
            if (file.size() > UPLOAD_MAX) {
                return new Answer.OtherWay(
                        "the message has a file of "
                                + file.size()
                                + " octets, and Graph takes no more than "
                                + UPLOAD_MAX);
            }
        }
        return switch (step(client.post(mailbox, "/messages", JSON_TYPE, message))) {
            case Step.Failed(Answer answer) -> answer;
            case Step.Done(Came.Response response) -> {
                Optional<String> id = id(response.body());
                yield id.isPresent()
                        ? finish("/messages/" + GraphClient.encoded(id.get()), draft)
                        : strange("a new draft without an id");
            }
        };
    }

    private Answer finish(String path, Draft draft) throws IOException, InterruptedException {
        boolean left = false;
        try {
            for (Attachment file : draft.apart()) {
                if (attach(path, file) instanceof Step.Failed(Answer answer)) {
                    return answer;
                }
            }
            Answer answer =
                    judgement.of(
                            client.post(mailbox, path + "/send", JSON_TYPE, new byte[0]),
                            clock.instant());
            left = answer instanceof Answer.Taken || answer instanceof Answer.Unclear;
            return answer;
        } finally {
            if (!left) {
                client.delete(mailbox, path);
            }
        }
    }

    private Step attach(String draft, Attachment file) throws IOException, InterruptedException {
        String path = draft + "/attachments";
        if (file.size() < FILE_MAX && Draft.requestOctets(file) <= REQUEST_MAX) {
            return step(client.post(mailbox, path, JSON_TYPE, Draft.octets(Draft.file(file))));
        }
        ObjectNode item = Draft.upload(file);
        return switch (step(
                client.post(
                        mailbox, path + "/createUploadSession", JSON_TYPE, Draft.octets(item)))) {
            case Step.Failed failed -> failed;
            case Step.Done(Came.Response session) -> {
                Optional<URI> upload = address(session.body());
                yield upload.isPresent()
                        ? upload(upload.get(), file)
                        : new Step.Failed(strange("an upload session without an address"));
            }
        };
    }

    private Step upload(URI address, Attachment file) throws IOException, InterruptedException {
        try (InputStream content = file.open()) {
            long first = 0;
            while (true) {
                byte[] range = content.readNBytes(RANGE);
                if (range.length == 0) {
                    throw new IOException("a file of the message became shorter");
                }
                long next = first + range.length;
                Tried tried = client.put(address, range, first, file.size());
                Step step = next < file.size() ? ranged(tried, next) : step(tried);
                if (next >= file.size() || step instanceof Step.Failed) {
                    return step;
                }
                first = next;
            }
        }
    }

    /// What came of a range that is not the last.
    private Step ranged(Tried tried, long next) {
        if (tried instanceof Tried.Sent(Came.Response response, _) && response.status() == 200) {
            JsonNode expected = JsonError.read(response.body()).path("nextExpectedRanges").path(0);
            return expected.asString("").matches(next + "(-\\d*)?")
                    ? new Step.Done(response)
                    : new Step.Failed(strange("that it does not expect the next range of a file"));
        }
        return step(tried);
    }

    /// What came of a request that was to make something.
    private Step step(Tried tried) {
        return tried instanceof Tried.Sent(Came.Response response, _) && response.status() == 201
                ? new Step.Done(response)
                : new Step.Failed(judgement.ofStep(tried, clock.instant()));
    }

    private Answer strange(String what) {
        return new Answer.NotNow(client.name() + " answered with " + what, Cause.UNKNOWN);
    }

    /// The id in the beginning of a message in JSON.
    private static Optional<String> id(String message) {
        try (JsonParser json = JSON.createParser(message)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean id = json.currentName().equals("id");
                json.nextToken();
                if (id) {
                    return Optional.of(json.getString()).filter(text -> !text.isBlank());
                }
                json.skipChildren();
            }
        } catch (JacksonException _) { // no JSON, or the id is not in the beginning
        }
        return Optional.empty();
    }

    private static Optional<URI> address(String session) {
        String address = JsonError.read(session).path("uploadUrl").asString("");
        try {
            return Optional.of(URI.create(address)).filter(uri -> "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
