package dev.postern.lab.graph;

import dev.postern.lab.directory.Exchange;
import dev.postern.lab.directory.Resource;
import dev.postern.lab.exchange.AccessTokens;
import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Request;
import dev.postern.lab.mail.smtp.desk.Premises;
import dev.postern.lab.mail.store.MessageSource;
import dev.postern.lab.rest.Bearers;
import dev.postern.lab.rest.RefusedException;
import dev.postern.lab.rest.Service;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Finds out what a request wants, whether it may, and answers in Graph's form. Any thread may
/// call.
public final class GraphEndpoint implements Service {

    /// Octets of a request that are too many.
    public static final int REQUEST_MAX = 4 * 1024 * 1024;

    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String SEND = "Mail.Send";
    private static final String WRITE = "Mail.ReadWrite";

    private final Bearers bearers;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final GraphUsage usage = new GraphUsage();
    private final Sender sender;
    private final DraftCommands drafts;
    private final Applications applications = new Applications();

    public GraphEndpoint(Premises lab, RandomGenerator random) {
        this.bearers = new Bearers(lab.tokens());
        this.clock = lab.clock();
        this.random = random;
        this.sender = new Sender(lab.postOffice(), lab.log());
        this.drafts = new DraftCommands(sender, clock, this::newId);
    }

    /// How many messages are not finished.
    public int drafts() {
        return drafts.count();
    }

    /// The last part of the path that is no id: `sendMail`, `messages`, `attachments`,
    /// `createUploadSession`, `send`; `upload` for a range of one, `applications` for one of these.
    @Override
    public String operation(Request request) {
        List<String> path = request.path();
        if (DraftCommands.isUpload(path)) {
            return "upload";
        }
        if (Applications.clientId(path).isPresent()) {
            return "applications";
        }
        return path.isEmpty() ? "" : path.getLast();
    }

    @Override
    public Answer.Response answer(Request request) throws RefusedException {
        List<String> path = request.path();
        if (DraftCommands.isUpload(path)) {
            checkSize(request);
            return drafts.range(request, path.getLast());
        }
        Optional<String> clientId = Applications.clientId(path);
        if (clientId.isPresent()) {
            return applications.answer(request, bearer(request), clientId.get());
        }
        if (path.size() < 4 || !path.subList(0, 2).equals(List.of("v1.0", "users"))) {
            throw nothingHere(path);
        }
        List<String> rest = path.subList(3, path.size());
        boolean sends = rest.equals(List.of("sendMail")) || rest.getLast().equals("send");
        Visitor visitor = visitor(request, path.get(2), sends ? SEND : WRITE);
        checkSize(request);
        if (request.method().equals("DELETE")) {
            return drafts.delete(visitor, rest).orElseThrow(() -> nothingHere(path));
        }
        if (!request.method().equals("POST")) {
            throw new RefusedException(405, "Request_BadRequest", "Only POST is possible here.")
                    .with("Allow", "POST");
        }
        if (rest.equals(List.of("sendMail"))) {
            return sendMail(request, visitor);
        }
        return drafts.answer(request, visitor, rest).orElseThrow(() -> nothingHere(path));
    }

    @Override
    public Answer.Response refused(Request request, RefusedException refusal) {
        ObjectNode body = JSON.createObjectNode();
        String id = new UUID(random.nextLong(), random.nextLong()).toString();
        body.putObject("error")
                .put("code", refusal.code())
                .put("message", refusal.message())
                .putObject("innerError")
                .put("date", clock.instant().toString().substring(0, 19))
                .put("request-id", id)
                .put("client-request-id", request.header("client-request-id").orElse(id));
        return Answer.json(refusal.status(), JSON.writeValueAsString(body)).with("request-id", id);
    }

    @Override
    public RefusedException throttled(Duration retryAfter) {
        return new RefusedException(429, "TooManyRequests", "Too many requests")
                .with("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
    }

    static RefusedException overConcurrency() {
        return new RefusedException(
                429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.");
    }

    private Answer.Response sendMail(Request request, Visitor visitor) throws RefusedException {
        if (GraphMessage.isMime(request)) {
            sender.send(visitor, GraphMessage.mime(request), true);
            return Answer.empty(202);
        }
        JsonNode root = GraphMessage.json(request);
        if (!root.path("message").isObject()) {
            throw GraphMessage.bad("The parameter Message is required.");
        }
        MessageSource message =
                GraphMessage.composed(
                        root.path("message"), visitor.address(), newId(), clock.instant());
        sender.send(visitor, message, root.path("saveToSentItems").asBoolean(true));
        return Answer.empty(202);
    }

    private Visitor visitor(Request request, String user, String role) throws RefusedException {
        return visitor(request, bearer(request), user, role);
    }

    private AccessTokens.Reading.Good bearer(Request request) throws RefusedException {
        AccessTokens.Reading reading =
                bearers.of(request, Resource.GRAPH)
                        .orElseThrow(() -> invalidToken("Access token is empty."));
        return switch (reading) {
            case AccessTokens.Reading.Good good -> good;
            case AccessTokens.Reading.Expired(_) ->
                    throw invalidToken("Lifetime validation failed, the token is expired.");
            case AccessTokens.Reading.Bad(String reason) ->
                    throw invalidToken("Access token validation failure: " + reason + ".");
        };
    }

    private Visitor visitor(
            Request request, AccessTokens.Reading.Good bearer, String user, String role)
            throws RefusedException {
        Optional<String> app = Bearers.app(bearer);
        if (app.isEmpty() || !bearer.token().texts("roles").contains(role)) {
            throw new RefusedException(
                    403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");
        }
        Exchange.Mailbox mailbox =
                bearer.tenant()
                        .exchange()
                        .mailbox(user)
                        .orElseThrow(() ->
                                new RefusedException(
                                        404,
                                        "ErrorInvalidUser",
                                        "The requested user '" + user + "' is invalid."));
        String address = user.toLowerCase(Locale.ROOT);
        Optional<Duration> wait =
                usage.count(app.get() + " " + address, clock.instant(), request.body().size());
        if (wait.isPresent()) {
            throw throttled(wait.get());
        }
        return new Visitor(bearer.tenant(), app.get(), address, mailbox);
    }

    private static void checkSize(Request request) throws RefusedException {
        if (request.body().size() > REQUEST_MAX) {
            throw new RefusedException(
                    413, "RequestEntityTooLarge", "The maximum request length supported is 4MB.");
        }
    }

    private static RefusedException invalidToken(String message) {
        return new RefusedException(401, "InvalidAuthenticationToken", message)
                .with("WWW-Authenticate", "Bearer realm=\"\"");
    }

    private static RefusedException nothingHere(List<String> path) {
        return new RefusedException(
                404,
                "ResourceNotFound",
                "Resource not found for the segment '"
                        + (path.isEmpty() ? "" : path.getLast())
                        + "'.");
    }

    private String newId() {
        byte[] octets = new byte[16];
        random.nextBytes(octets);
        return "AAMkAG" + HexFormat.of().formatHex(octets);
    }
}
