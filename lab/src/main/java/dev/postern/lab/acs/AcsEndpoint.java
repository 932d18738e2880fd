package dev.postern.lab.acs;

import dev.postern.lab.LabLog;
import dev.postern.lab.directory.Acs;
import dev.postern.lab.exchange.PostOffice;
import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Request;
import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.smtp.desk.AcsUsage;
import dev.postern.lab.mail.smtp.desk.Premises;
import dev.postern.lab.rest.RefusedException;
import dev.postern.lab.rest.Service;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `POST /emails:send` and `GET /emails/operations/{id}`. Any thread may call.
public final class AcsEndpoint implements Service {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Set<String> VERSIONS =
            Set.of(
                    "2023-01-15-preview",
                    "2023-03-31",
                    "2024-07-01-preview",
                    "2025-01-01-preview",
                    "2025-01-15-preview",
                    "2025-09-01");

    private static final String SEND = "send";
    private static final String STATUS = "status";

    private final Callers callers;
    private final AcsUsage usage;
    private final PostOffice postOffice;
    private final LabLog log;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Operations operations = new Operations();

    /// @param usage what was sent so far, by SMTP too
    public AcsEndpoint(Premises lab, AcsUsage usage, RandomGenerator random) {
        this.callers = new Callers(lab);
        this.usage = usage;
        this.postOffice = lab.postOffice();
        this.log = lab.log();
        this.clock = lab.clock();
        this.random = random;
    }

    /// The operations, and how they go.
    public Operations operations() {
        return operations;
    }

    @Override
    public String operation(Request request) {
        return isSend(request.path()) ? SEND : STATUS;
    }

    @Override
    public Answer.Response answer(Request request) throws RefusedException {
        List<String> path = request.path();
        if (isSend(path)) {
            checkMethod(request, "POST");
            return send(request, version(request));
        }
        if (path.size() == 3 && path.subList(0, 2).equals(List.of("emails", "operations"))) {
            checkMethod(request, "GET");
            version(request);
            return status(request, path.get(2));
        }
        throw new RefusedException(404, "NotFound", "There is nothing at this path.");
    }

    @Override
    public Answer.Response refused(Request request, RefusedException refusal) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode error = body.putObject("error");
        error.put("code", refusal.code()).put("message", refusal.message());
        if (!refusal.target().isEmpty()) {
            error.put("target", refusal.target());
            error.putArray("details")
                    .addObject()
                    .put("code", refusal.code())
                    .put("message", refusal.message())
                    .put("target", refusal.target());
        }
        return marked(request, Answer.json(refusal.status(), JSON.writeValueAsString(body)))
                .with("x-ms-error-code", refusal.code());
    }

    @Override
    public RefusedException throttled(Duration retryAfter) {
        return new RefusedException(
                        429,
                        "TooManyRequests",
                        "You have reached the limit of requests. Try again later.")
                .with("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
    }

    private Answer.Response send(Request request, String version) throws RefusedException {
        Callers.Caller caller = callers.of(request);
        Acs.Quota quota = caller.resource().quota();
        if (request.body().size() > quota.octets()) {
            throw new RefusedException(
                    413,
                    "RequestEntityTooLarge",
                    "The request is larger than " + quota.octets() + " octets.");
        }
        Operations.Key key = new Operations.Key(caller.name(), operationId(request));
        Optional<Operations.Operation> known = operations.look(key);
        if (known.isPresent()) {
            log.add(LabLog.Source.ACS, caller.by(), "sent before: operation " + key.id());
            return accepted(request, known.get());
        }
        SendRequest wanted = SendRequest.read(request, version);
        check(caller.resource(), wanted);
        Acs.Domain domain = domain(caller.resource(), wanted.sender());
        Acs.Quota rate = caller.resource().quota(wanted.sender());
        refuse(usage.send(caller.name(), clock.instant(), rate));
        Operations.Operation begun =
                operations.begin(key).or(() -> operations.look(key)).orElseThrow();
        if (begun.course().ending() == Operations.Ending.SUCCEEDED) {
            handOver(caller, wanted, domain, key.id());
        }
        log.add(
                LabLog.Source.ACS,
                caller.by(),
                "from " + wanted.sender() + " to " + wanted.recipients() + ": " + key.id());
        return accepted(request, begun);
    }

    private void handOver(
            Callers.Caller caller, SendRequest wanted, Acs.Domain domain, UUID operation) {
        String user = wanted.sender().substring(0, wanted.sender().lastIndexOf('@'));
        String name = domain.senders().getOrDefault(user.toLowerCase(Locale.ROOT), "");
        Instant now = clock.instant();
        postOffice.accept(
                new Outbox.Way(Outbox.Server.ACS, caller.name().name(), 0, Duration.ZERO),
                Outbox.Envelope.of(wanted.sender(), wanted.recipients()),
                wanted.forRecipients(name).message(operation.toString(), now));
    }

    private static void check(Acs resource, SendRequest wanted) throws RefusedException {
        switch (resource.sender(wanted.sender())) {
            case ALLOWED -> {}
            case DOMAIN_NOT_LINKED ->
                    throw new RefusedException(
                            404,
                            "DomainNotLinked",
                            "The specified sender domain has not been linked.");
            case NO_SUCH_SENDER ->
                    throw new RefusedException(
                            400,
                            "InvalidSenderUserName",
                            "The specified sender username is not one of the domain's.",
                            "senderAddress");
        }
        int most = resource.quota().recipients();
        if (wanted.recipients().size() > most) {
            throw new RefusedException(
                    400,
                    "BadRequest",
                    "A message has at most " + most + " recipients.",
                    "recipients");
        }
    }

    private static Acs.Domain domain(Acs resource, String sender) {
        String name = sender.substring(sender.lastIndexOf('@') + 1);
        return Objects.requireNonNull(resource.domains().get(name.toLowerCase(Locale.ROOT)));
    }

    private void refuse(Optional<Duration> wait) throws RefusedException {
        if (wait.isPresent()) {
            throw throttled(wait.get());
        }
    }

    private Answer.Response status(Request request, String id) throws RefusedException {
        Callers.Caller caller = callers.of(request);
        refuse(usage.ask(caller.name(), clock.instant(), caller.resource().quota()));
        Operations.Operation operation =
                operations
                        .ask(new Operations.Key(caller.name(), uuid(id, "id")))
                        .orElseThrow(() ->
                                new RefusedException(
                                        404, "NotFound", "There is no operation " + id + "."));
        return marked(request, described(200, operation));
    }

    private Answer.Response accepted(Request request, Operations.Operation operation) {
        String host = request.header("host").orElse("localhost");
        return marked(request, described(202, operation))
                .with(
                        "Operation-Location",
                        "https://%s/emails/operations/%s?api-version=%s"
                                .formatted(
                                        host,
                                        operation.id(),
                                        request.query().getOrDefault("api-version", "")));
    }

    private static Answer.Response described(int status, Operations.Operation operation) {
        ObjectNode body = JSON.createObjectNode().put("id", operation.id().toString());
        if (operation.isRunning() || status == 202) {
            body.put("status", "Running");
            return Answer.json(status, JSON.writeValueAsString(body))
                    .with(
                            "retry-after",
                            Long.toString(operation.course().retryAfter().toSeconds()));
        }
        Operations.Course course = operation.course();
        body.put("status", course.ending().word());
        if (course.ending() == Operations.Ending.FAILED) {
            body.putObject("error").put("code", course.code()).put("message", course.message());
        }
        return Answer.json(status, JSON.writeValueAsString(body));
    }

    private Answer.Response marked(Request request, Answer.Response answer) {
        String asked = request.header("x-ms-client-request-id").orElse("");
        Answer.Response marked = answer.with("x-ms-request-id", newId().toString());
        return asked.isEmpty() ? marked : marked.with("x-ms-client-request-id", asked);
    }

    private UUID operationId(Request request) throws RefusedException {
        Optional<String> chosen = request.header("operation-id");
        return chosen.isPresent() ? uuid(chosen.get(), "Operation-Id") : newId();
    }

    private UUID newId() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private static UUID uuid(String text, String target) throws RefusedException {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            throw new RefusedException(400, "BadRequest", "This is no UUID.", target);
        }
    }

    private static String version(Request request) throws RefusedException {
        String version = request.query().getOrDefault("api-version", "");
        if (!VERSIONS.contains(version)) {
            throw new RefusedException(
                    400,
                    "UnsupportedApiVersion",
                    "There is no api-version `" + version + "` of this interface.",
                    "api-version");
        }
        return version;
    }

    private static void checkMethod(Request request, String only) throws RefusedException {
        if (!request.method().equals(only)) {
            throw new RefusedException(405, "MethodNotAllowed", "Only " + only + " is possible.")
                    .with("Allow", only);
        }
    }

    private static boolean isSend(List<String> path) {
        return path.equals(List.of("emails:send"));
    }
}
