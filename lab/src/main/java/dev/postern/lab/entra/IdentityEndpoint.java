package dev.postern.lab.entra;

import dev.postern.lab.LabLog;
import dev.postern.lab.directory.App;
import dev.postern.lab.directory.Directory;
import dev.postern.lab.directory.Tenant;
import dev.postern.lab.directory.World;
import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Handler;
import dev.postern.lab.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The endpoints where an Azure machine's programs get tokens for its managed identity: that of
/// virtual machines (IMDS) and that of App Service, Functions and Container Apps. Any thread may
/// call.
public final class IdentityEndpoint implements Handler {

    /// What an App Service program finds in `IDENTITY_HEADER`.
    public static final String IDENTITY_HEADER = "postern-lab-identity";

    /// The path of IMDS.
    public static final String IMDS_PATH = "/metadata/identity/oauth2/token";

    /// The path that `IDENTITY_ENDPOINT` leads to.
    public static final String APP_SERVICE_PATH = "/msi/token";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Directory directory;
    private final TokenMint mint;
    private final InstantSource clock;
    private final LabLog log;

    public IdentityEndpoint(Directory directory, TokenMint mint, InstantSource clock, LabLog log) {
        this.directory = directory;
        this.mint = mint;
        this.clock = clock;
        this.log = log;
    }

    @Override
    public Answer answer(Request request) {
        String path = "/" + String.join("/", request.path());
        if (path.equals(IMDS_PATH)) {
            return imds(request);
        }
        if (path.equals(APP_SERVICE_PATH)) {
            return appService(request);
        }
        return error(404, "not_found", "There is nothing at " + path);
    }

    private Answer.Response imds(Request request) {
        if (!request.header("metadata").orElse("").equalsIgnoreCase("true")) {
            return error(400, "invalid_request", "Required metadata header not specified");
        }
        if (request.header("x-forwarded-for").isPresent()) {
            return error(
                    400,
                    "invalid_request",
                    "Requests must not be forwarded: X-Forwarded-For is set");
        }
        if (!request.query().containsKey("api-version")) {
            return error(
                    400, "invalid_request", "Required query variable 'api-version' is missing");
        }
        return token(request, true);
    }

    private Answer.Response appService(Request request) {
        if (!request.header("x-identity-header").orElse("").equals(IDENTITY_HEADER)) {
            return error(
                    401,
                    "unauthorized",
                    "X-IDENTITY-HEADER is missing or is not the IDENTITY_HEADER of this app");
        }
        if (!request.query().getOrDefault("api-version", "").equals("2019-08-01")) {
            return error(400, "invalid_request", "The api-version must be 2019-08-01");
        }
        return token(request, false);
    }

    private Answer.Response token(Request request, boolean withLifetime) {
        String audience = request.query().getOrDefault("resource", "");
        if (audience.isEmpty()) {
            return error(400, "invalid_request", "Required query variable 'resource' is missing");
        }
        String client = request.query().getOrDefault("client_id", "");
        World world = directory.world();
        List<Candidate> candidates = candidates(world, client);
        if (candidates.isEmpty()) {
            return refused(client, error(400, "invalid_request", "Identity not found"));
        }
        if (candidates.size() > 1) {
            return refused(
                    client,
                    error(
                            400,
                            "invalid_request",
                            "Multiple user assigned identities exist, please specify the clientId / resourceId of the"
                                    + " identity in the token request"));
        }
        Candidate identity = candidates.getFirst();
        try {
            ObjectNode body = minted(world, identity, audience, withLifetime);
            log.add(
                    LabLog.Source.IDENTITY,
                    identity.app().clientId().toString(),
                    "token for " + audience);
            return Answer.json(200, JSON.writeValueAsString(body));
        } catch (RefusedException refusal) {
            return refused(client, error(400, refusal.aadsts().error(), refusal.description()));
        }
    }

    private Answer.Response refused(String client, Answer.Response answer) {
        log.add(
                LabLog.Source.IDENTITY,
                client.isEmpty() ? "system" : client,
                "refused: " + answer.text());
        return answer;
    }

    private ObjectNode minted(
            World world, Candidate identity, String audience, boolean withLifetime)
            throws RefusedException {
        Duration lifetime = world.tokens().identityLifetime();
        TokenMint.Order order =
                new TokenMint.Order(
                        identity.tenant(),
                        identity.app(),
                        TokenEndpoint.resource(identity.tenant(), audience),
                        audience,
                        TokenMint.Proof.ASSERTION,
                        world.tokens());
        Instant now = clock.instant();
        ObjectNode body =
                JSON.createObjectNode()
                        .put("access_token", mint.mint(order, lifetime))
                        .put("client_id", identity.app().clientId().toString())
                        .put("expires_on", Long.toString(now.plus(lifetime).getEpochSecond()))
                        .put("resource", audience)
                        .put("token_type", "Bearer");
        if (withLifetime) {
            String seconds = Long.toString(Math.max(0, lifetime.toSeconds() - 1));
            body.put("expires_in", seconds)
                    .put("ext_expires_in", seconds)
                    .put("not_before", Long.toString(now.getEpochSecond()));
        }
        return body;
    }

    private record Candidate(Tenant tenant, App app) {

        boolean is(App.Kind kind) {
            return app.kind() == kind;
        }
    }

    /// The identity that was asked for; unasked, the machine's own, else those that were lent to
    /// it.
    private static List<Candidate> candidates(World world, String clientId) {
        List<Candidate> all =
                world.tenants().values().stream()
                        .flatMap(tenant ->
                                tenant.apps().values().stream()
                                        .map(app -> new Candidate(tenant, app)))
                        .filter(one ->
                                one.is(App.Kind.SYSTEM_ASSIGNED) || one.is(App.Kind.USER_ASSIGNED))
                        .toList();
        if (!clientId.isEmpty()) {
            return all.stream()
                    .filter(one -> one.app().clientId().toString().equalsIgnoreCase(clientId))
                    .toList();
        }
        Optional<Candidate> own =
                all.stream().filter(one -> one.is(App.Kind.SYSTEM_ASSIGNED)).findFirst();
        return own.map(List::of).orElse(all);
    }

    private static Answer.Response error(int status, String error, String description) {
        return Answer.json(
                status,
                JSON.writeValueAsString(
                        JSON.createObjectNode()
                                .put("error", error)
                                .put("error_description", description)));
    }
}
