package dev.postern.lab.entra;

import dev.postern.lab.directory.App;
import dev.postern.lab.directory.Cloud;
import dev.postern.lab.directory.Resource;
import dev.postern.lab.directory.Tenant;
import dev.postern.lab.directory.World;
import dev.postern.lab.http.Answer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/// Client credentials in, access token out.
final class TokenEndpoint {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String DEFAULT = "/.default";
    private static final Set<String> OPENID =
            Set.of("openid", "profile", "offline_access", "email");
    private static final Pattern GUID =
            Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    private static final Pattern DOMAIN = Pattern.compile("[\\w-]+(\\.[\\w-]+)+");

    private final TokenMint mint;
    private final ClientProof proof;

    TokenEndpoint(TokenMint mint, ClientProof proof) {
        this.mint = mint;
        this.proof = proof;
    }

    /// The tenant a path names.
    static Tenant tenant(World world, String name) throws RefusedException {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "common", "consumers" -> throw new RefusedException(Aadsts.COMMON_ENDPOINT);
            case "organizations" -> throw new RefusedException(Aadsts.NO_TENANT);
            default -> {}
        }
        if (!GUID.matcher(name).matches() && !DOMAIN.matcher(name).matches()) {
            throw new RefusedException(Aadsts.TENANT_MALFORMED, name);
        }
        Tenant tenant =
                world.tenant(name)
                        .orElseThrow(() -> new RefusedException(Aadsts.TENANT_NOT_FOUND, name));
        if (tenant.cloud() != Cloud.WORLDWIDE) {
            throw new RefusedException(Aadsts.OTHER_CLOUD);
        }
        return tenant;
    }

    Answer.Response answer(World world, Tenant tenant, TokenRequest request)
            throws RefusedException {
        String audience = audience(request.scope());
        App app =
                tenant.app(request.clientId())
                        .orElseThrow(() ->
                                new RefusedException(
                                        Aadsts.APP_NOT_FOUND, request.clientId(), tenant.id()));
        TokenMint.Proof proven = proof.check(tenant, app, request.offered());
        checkSignIn(tenant, app);
        Resource resource = resource(tenant, audience);
        String token =
                mint.mint(
                        new TokenMint.Order(
                                tenant, app, resource, audience, proven, world.tokens()),
                        world.tokens().lifetime());
        long seconds = Math.max(0, world.tokens().lifetime().toSeconds() - 1);
        return Answer.json(
                        200,
                        JSON.writeValueAsString(
                                JSON.createObjectNode()
                                        .put("token_type", "Bearer")
                                        .put("expires_in", seconds)
                                        .put("ext_expires_in", seconds)
                                        .put("access_token", token)))
                .with("Cache-Control", "no-store, no-cache")
                .with("Pragma", "no-cache");
    }

    static Resource resource(Tenant tenant, String audience) throws RefusedException {
        return Resource.of(audience)
                .filter(tenant.resources()::contains)
                .orElseThrow(() ->
                        new RefusedException(Aadsts.RESOURCE_NOT_FOUND, audience, tenant.id()));
    }

    /// What the token is to be for. Client libraries ask for the scopes of OpenID Connect as well,
    /// which mean nothing here.
    private static String audience(String scope) throws RefusedException {
        List<String> scopes =
                Arrays.stream(scope.strip().split("\\s+", -1))
                        .filter(one -> !OPENID.contains(one))
                        .distinct()
                        .toList();
        if (scopes.isEmpty()) {
            throw new RefusedException(Aadsts.SCOPE_INVALID, scope);
        }
        if (scopes.size() > 1) {
            throw new RefusedException(Aadsts.SCOPES_OF_SEVERAL, scope);
        }
        String only = scopes.getFirst();
        String audience =
                only.endsWith(DEFAULT) ? only.substring(0, only.length() - DEFAULT.length()) : "";
        if (audience.isEmpty() || audience.contains("%")) {
            throw new RefusedException(Aadsts.SCOPE_NOT_DEFAULT, scope);
        }
        return audience;
    }

    private static void checkSignIn(Tenant tenant, App app) throws RefusedException {
        switch (app.enterpriseApp().signIn()) {
            case ENABLED -> {}
            case DISABLED -> throw new RefusedException(Aadsts.APP_DISABLED, app.clientId());
            case MISSING ->
                    throw new RefusedException(
                            Aadsts.PRINCIPAL_MISSING, app.clientId(), tenant.id());
            case CONDITIONAL_ACCESS -> throw new RefusedException(Aadsts.CONDITIONAL_ACCESS);
        }
    }
}
