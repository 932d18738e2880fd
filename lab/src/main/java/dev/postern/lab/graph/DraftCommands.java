package dev.postern.lab.graph;

import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Body;
import dev.postern.lab.http.Request;
import dev.postern.lab.mail.store.MessageSource;
import dev.postern.lab.rest.Attachment;
import dev.postern.lab.rest.RefusedException;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What can be done with messages that are not finished. Any thread may call.
final class DraftCommands {

    /// Octets from which on an attachment must come by an upload session.
    static final int ATTACHMENT_MAX = 3 * 1024 * 1024;

    /// Octets of the largest attachment.
    static final long UPLOAD_MAX = 150L * 1024 * 1024;

    private static final String UPLOAD = "upload";
    private static final Duration UPLOAD_ENDS = Duration.ofHours(1);
    private static final Pattern RANGE =
            Pattern.compile("bytes (\\d{1,12})-(\\d{1,12})/(\\d{1,12})");

    private final Sender sender;
    private final InstantSource clock;
    private final Supplier<String> ids;
    private final Drafts drafts = new Drafts();

    DraftCommands(Sender sender, InstantSource clock, Supplier<String> ids) {
        this.sender = sender;
        this.clock = clock;
        this.ids = ids;
    }

    /// Whether a path is the address of an upload, which needs no token: it is a secret itself.
    static boolean isUpload(List<String> path) {
        return path.size() == 2 && path.getFirst().equals(UPLOAD);
    }

    /// Answers a POST.
    ///
    /// @param rest the path after the mailbox
    /// @return empty if there is nothing at this path
    Optional<Answer.Response> answer(Request request, Visitor visitor, List<String> rest)
            throws RefusedException {
        if (rest.equals(List.of("messages"))) {
            return Optional.of(create(request, visitor));
        }
        if (rest.size() < 3 || !rest.getFirst().equals("messages")) {
            return Optional.empty();
        }
        String id = rest.get(1);
        if (!drafts.has(visitor.address(), id)) {
            throw notFound();
        }
        return switch (String.join("/", rest.subList(2, rest.size()))) {
            case "attachments" -> Optional.of(attach(request, visitor, id));
            case "attachments/createUploadSession" -> Optional.of(begin(request, id));
            case "send" -> Optional.of(send(visitor, id));
            default -> Optional.empty();
        };
    }

    /// Deletes a draft.
    ///
    /// @param rest the path after the mailbox
    /// @return empty if there is nothing to delete at such a path
    Optional<Answer.Response> delete(Visitor visitor, List<String> rest) throws RefusedException {
        if (rest.size() != 2 || !rest.getFirst().equals("messages")) {
            return Optional.empty();
        }
        if (!drafts.has(visitor.address(), rest.get(1))) {
            throw notFound();
        }
        drafts.remove(rest.get(1));
        return Optional.of(Answer.empty(204));
    }

    int count() {
        return drafts.count();
    }

    /// Takes a range of an upload.
    Answer.Response range(Request request, String upload) throws RefusedException {
        Matcher range = RANGE.matcher(request.header("content-range").orElse(""));
        if (!request.method().equals("PUT") || !range.matches()) {
            throw GraphMessage.bad("A range is PUT with Content-Range: bytes first-last/size.");
        }
        long first = Long.parseLong(range.group(1));
        long last = Long.parseLong(range.group(2));
        if (last - first + 1 != request.body().size()) {
            throw GraphMessage.bad("Content-Range does not fit the octets that came.");
        }
        return switch (drafts.range(upload, first, request.body().octets(), clock.instant())) {
            case Drafts.Progress.Going(long next, Instant ends) ->
                    json(200, expected(next).put("expirationDateTime", ends.toString()));
            case Drafts.Progress.Done(String draft) ->
                    Answer.empty(201)
                            .with(
                                    "Location",
                                    base(request) + "/messages('" + draft + "')/attachments('1')");
            case Drafts.Progress.Wrong(long next) ->
                    throw new RefusedException(
                            416,
                            "ErrorInvalidRange",
                            "The range does not begin at the next expected octet, " + next + ".");
            case Drafts.Progress.Unknown() -> throw notFound();
        };
    }

    private Answer.Response create(Request request, Visitor visitor) throws RefusedException {
        String id = ids.get();
        MessageSource message =
                GraphMessage.isMime(request)
                        ? GraphMessage.mime(request)
                        : GraphMessage.composed(
                                GraphMessage.json(request), visitor.address(), id, clock.instant());
        drafts.add(id, visitor.address(), message);
        return json(201, GraphEndpoint.JSON.createObjectNode().put("id", id).put("isDraft", true));
    }

    private Answer.Response attach(Request request, Visitor visitor, String id)
            throws RefusedException {
        Attachment attachment = GraphMessage.attachment(GraphMessage.json(request));
        if (attachment.content().size() >= ATTACHMENT_MAX) {
            throw new RefusedException(
                    413,
                    "ErrorMessageSizeExceeded",
                    "An attachment of 3 MB or more needs an upload session.");
        }
        drafts.attach(visitor.address(), id, attachment);
        return json(
                201,
                GraphEndpoint.JSON
                        .createObjectNode()
                        .put("id", ids.get())
                        .put("name", attachment.name()));
    }

    private Answer.Response begin(Request request, String draft) throws RefusedException {
        JsonNode item = GraphMessage.json(request).path("AttachmentItem");
        String name = item.path("name").asString("");
        long size = item.path("size").asLong(0);
        if (!item.path("attachmentType").asString("").equals("file") || name.isEmpty()) {
            throw GraphMessage.bad(
                    "An upload session needs an AttachmentItem: a file and its name.");
        }
        if (size < ATTACHMENT_MAX) {
            throw new RefusedException(
                    400,
                    "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize",
                    "The attachment size should be greater than the minimum size 3145728.");
        }
        if (size > UPLOAD_MAX) {
            throw new RefusedException(
                    413,
                    "ErrorAttachmentSizeLimitExceeded",
                    "The attachment is larger than 150 MB.");
        }
        String upload = ids.get();
        Instant ends = clock.instant().plus(UPLOAD_ENDS);
        Attachment empty =
                new Attachment(
                        name,
                        item.path("contentType").asString("application/octet-stream"),
                        item.path("isInline").asBoolean(false)
                                ? item.path("contentId").asString("")
                                : "",
                        Body.EMPTY);
        drafts.begin(
                upload, new Drafts.Upload(draft, empty, size, ends, new ByteArrayOutputStream()));
        return json(
                201,
                expected(0)
                        .put("uploadUrl", base(request) + "/" + UPLOAD + "/" + upload)
                        .put("expirationDateTime", ends.toString()));
    }

    private Answer.Response send(Visitor visitor, String id) throws RefusedException {
        MessageSource whole =
                drafts.whole(visitor.address(), id).orElseThrow(DraftCommands::notFound);
        sender.send(visitor, whole, true);
        drafts.remove(id);
        return Answer.empty(202);
    }

    private static ObjectNode expected(long next) {
        ObjectNode body = GraphEndpoint.JSON.createObjectNode();
        body.putArray("nextExpectedRanges").add(next + "-");
        return body;
    }

    private static Answer.Response json(int status, ObjectNode body) {
        return Answer.json(status, GraphEndpoint.JSON.writeValueAsString(body));
    }

    private static String base(Request request) {
        return "https://" + request.header("host").orElse("localhost");
    }

    private static RefusedException notFound() {
        return new RefusedException(
                404, "ErrorItemNotFound", "The specified object was not found in the store.");
    }
}
