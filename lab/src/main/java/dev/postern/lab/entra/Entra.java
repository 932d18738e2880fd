package dev.postern.lab.entra;

import dev.postern.lab.LabLog;
import dev.postern.lab.directory.Directory;
import dev.postern.lab.directory.Tenant;
import dev.postern.lab.directory.World;
import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Handler;
import dev.postern.lab.http.Request;
import dev.postern.lab.jwt.SigningKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Microsoft Entra ID, as much of it as a mail gateway meets. Any thread may call.
public final class Entra implements Handler {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ISSUER = "federation";
    private static final Set<List<String>> TOKEN_PATHS =
            Set.of(List.of("oauth2", "v2.0", "token"), List.of("oauth2", "token"));

    private final Directory directory;
    private final LabLog log;
    private final String baseUrl;
    private final EntraErrors errors;
    private final TokenEndpoint tokens;
    private final TokenMint mint;
    private final ForeignIssuer foreign;
    private final EntraFaults faults = new EntraFaults();
    private final TokenCount count = new TokenCount();

    /// What it shares with the rest of the lab.
    ///
    /// @param foreignKey signs for the identity provider outside of Entra
    public record Surroundings(
            Directory directory,
            LabLog log,
            InstantSource clock,
            SecureRandom random,
            SigningKey foreignKey) {}

    /// @param baseUrl `https://host:port`, where clients will find it
    public Entra(Surroundings lab, TokenMint mint, String baseUrl) {
        this.directory = lab.directory();
        this.log = lab.log();
        this.baseUrl = baseUrl;
        this.mint = mint;
        this.errors = new EntraErrors(lab.clock(), lab.random());
        this.foreign = new ForeignIssuer(lab.foreignKey(), lab.clock(), baseUrl + "/" + ISSUER);
        this.tokens = new TokenEndpoint(mint, new ClientProof(lab.clock(), baseUrl, foreign));
    }

    /// What clients call the authority's host: `https://host:port`.
    public String baseUrl() {
        return baseUrl;
    }

    /// How the token endpoint is going to fail.
    public EntraFaults faults() {
        return faults;
    }

    /// How often the token endpoint was asked.
    public TokenCount count() {
        return count;
    }

    /// The identity provider whose tokens federated credentials with the issuer `lab` accept.
    public ForeignIssuer foreignIssuer() {
        return foreign;
    }

    @Override
    public Answer answer(Request request) throws InterruptedException {
        List<String> path = request.path();
        if (isTokenPath(path)) {
            return token(path.getFirst(), request);
        }
        try {
            return document(path)
                    .orElseGet(() ->
                            Answer.text(404, "text/plain", "There is nothing at this path.\n"));
        } catch (RefusedException refused) {
            return errors.answer(request, refused);
        }
    }

    private static boolean isTokenPath(List<String> path) {
        return !path.isEmpty() && TOKEN_PATHS.contains(path.subList(1, path.size()));
    }

    private Optional<Answer> document(List<String> path) throws RefusedException {
        return switch (String.join("/", path.isEmpty() ? path : path.subList(1, path.size()))) {
            case "v2.0/.well-known/openid-configuration", ".well-known/openid-configuration" ->
                    Optional.of(
                            json(
                                    path.getFirst().equals(ISSUER)
                                            ? foreign.configuration()
                                            : configuration(path.getFirst())));
            case "discovery/v2.0/keys" -> Optional.of(json(mint.keySet()));
            case "keys" ->
                    path.getFirst().equals(ISSUER)
                            ? Optional.of(json(foreign.keySet()))
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    private ObjectNode configuration(String name) throws RefusedException {
        Tenant tenant = TokenEndpoint.tenant(directory.world(), name);
        String base = baseUrl + "/" + tenant.id();
        ObjectNode document =
                JSON.createObjectNode()
                        .put("token_endpoint", base + "/oauth2/v2.0/token")
                        .put("authorization_endpoint", base + "/oauth2/v2.0/authorize")
                        .put("jwks_uri", base + "/discovery/v2.0/keys")
                        .put("issuer", base + "/v2.0")
                        .put("tenant_region_scope", "EU");
        List.of("client_secret_post", "private_key_jwt", "client_secret_basic")
                .forEach(document.putArray("token_endpoint_auth_methods_supported")::add);
        document.putArray("id_token_signing_alg_values_supported").add("RS256");
        return document;
    }

    private Answer token(String tenant, Request request) throws InterruptedException {
        count.arrived();
        try {
            return faulty(tenant, request);
        } finally {
            count.answered();
        }
    }

    private Answer faulty(String tenant, Request request) throws InterruptedException {
        Optional<EntraFault> planned = faults.take();
        if (planned.isEmpty()) {
            return rightly(tenant, request);
        }
        EntraFault fault = planned.get();
        log.add(LabLog.Source.ENTRA, tenant, "fault shown: " + fault);
        return switch (fault) {
            case EntraFault.Throttle(Duration retryAfter) ->
                    error(request, Aadsts.THROTTLED)
                            .with("Retry-After", Long.toString(retryAfter.toSeconds()));
            case EntraFault.Unavailable(int status) -> {
                Answer.Response error = error(request, Aadsts.TRANSIENT);
                yield new Answer.Response(status, error.headers(), error.body());
            }
            case EntraFault.Refuse(int code) -> error(request, Aadsts.of(code).orElseThrow());
            case EntraFault.Delay(Duration by) -> {
                Thread.sleep(by);
                yield rightly(tenant, request);
            }
            case EntraFault.Stall() -> new Answer.Silence();
            case EntraFault.InvalidJson() ->
                    Answer.json(200, "{\"token_type\":\"Bearer\",\"expires_in\":35");
            case EntraFault.Html(int status) ->
                    Answer.text(
                            status,
                            "text/html; charset=utf-8",
                            "<!DOCTYPE html><html><head><title>Gateway</title></head>"
                                    + "<body><h1>Our services aren't available right now</h1></body></html>");
            case EntraFault.Drop() -> new Answer.HangUp();
            case EntraFault.Truncate() -> new Answer.Half(rightly(tenant, request));
        };
    }

    private Answer.Response error(Request request, Aadsts aadsts) {
        return errors.answer(request, new RefusedException(aadsts));
    }

    private Answer.Response rightly(String name, Request request) {
        World world = directory.world();
        String who = name;
        try {
            Tenant tenant = TokenEndpoint.tenant(world, name);
            TokenRequest asked = TokenRequest.read(request);
            who = name + " " + asked.clientId();
            Answer.Response answer = tokens.answer(world, tenant, asked);
            count.granted();
            log.add(LabLog.Source.ENTRA, who, "token for " + asked.scope());
            return answer;
        } catch (RefusedException refused) {
            log.add(LabLog.Source.ENTRA, who, "refused: " + refused.description());
            return errors.answer(request, refused);
        }
    }

    private static Answer.Response json(JsonNode document) {
        return Answer.json(200, JSON.writeValueAsString(document));
    }
}
