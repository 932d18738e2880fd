package dev.postern.token;

import dev.postern.advice.TokenFacts;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// What an access token says of itself, decoded for diagnosis and nothing else.
///
/// An access token is opaque to its client: nothing here is verified and nothing may be decided by
/// it. A token that is no JWT, or holds other types than expected, has no claims. It never throws.
public final class Claims {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int TEXT_MAX = 200;
    private static final int ROLES_MAX = 100;

    private final JsonNode payload;

    private Claims(JsonNode payload) {
        this.payload = payload;
    }

    static Claims of(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return new Claims(MissingNode.getInstance());
        }
        try {
            return new Claims(JSON.readTree(Base64.getUrlDecoder().decode(parts[1])));
        } catch (IllegalArgumentException | JacksonException _) {
            // Opaque, as it has every right to be.
            return new Claims(MissingNode.getInstance());
        }
    }

    /// Whether the token could be decoded at all.
    public boolean readable() {
        return payload.isObject();
    }

    /// `aud`: the resource the token is for.
    public Optional<String> audience() {
        return text("aud");
    }

    /// `roles`: the application permissions. Empty is common and legal: Entra ID issues tokens to
    /// applications that were granted nothing.
    public List<String> roles() {
        return payload.path("roles")
                .valueStream()
                .filter(JsonNode::isString)
                .limit(ROLES_MAX)
                .map(role -> tame(role.asString()))
                .toList();
    }

    /// `tid`: the tenant.
    public Optional<String> tenantId() {
        return text("tid");
    }

    /// `appid`, or `azp` in tokens of version 2: the client id.
    public Optional<String> applicationId() {
        return text("appid").or(() -> text("azp"));
    }

    /// `oid`: the object id of the service principal (the enterprise application), the very value
    /// that `New-ServicePrincipal -ObjectId` wants.
    public Optional<String> objectId() {
        return text("oid");
    }

    /// `idtyp`: `app`, or `user` for a delegated token. Often absent.
    public Optional<String> identityType() {
        return text("idtyp");
    }

    /// `appidacr`: how the client proved itself, `1` by secret, `2` by certificate or assertion.
    public Optional<String> proof() {
        return text("appidacr");
    }

    /// `iss`: who issued the token.
    public Optional<String> issuer() {
        return text("iss");
    }

    /// `iat`: when the issuer's clock stood at the time of issue.
    public Optional<Instant> issued() {
        return instant("iat");
    }

    /// `exp`: until when the token is good by the issuer's clock.
    public Optional<Instant> expires() {
        return instant("exp");
    }

    /// All of it that helps to explain a refusal.
    ///
    /// @param now when the token was looked at
    public TokenFacts facts(Instant now) {
        return new TokenFacts(
                audience(),
                roles(),
                tenantId(),
                applicationId(),
                objectId(),
                identityType(),
                expires(),
                now);
    }

    private Optional<String> text(String name) {
        JsonNode node = payload.path(name);
        JsonNode first = node.isArray() ? node.path(0) : node;
        return first.isString() ? Optional.of(tame(first.asString())) : Optional.empty();
    }

    private Optional<Instant> instant(String name) {
        JsonNode node = payload.path(name);
        if (!node.isNumber() || !node.canConvertToLong()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.ofEpochSecond(node.longValue()));
        } catch (DateTimeException _) {
            // Beyond the calendar: no time that could be shown.
            return Optional.empty();
        }
    }

    private static String tame(String text) {
        return Words.tame(text, TEXT_MAX);
    }

    @Override
    public String toString() {
        return "Claims[aud=%s, roles=%s, tid=%s, appid=%s, oid=%s]"
                .formatted(
                        audience().orElse("-"),
                        roles(),
                        tenantId().orElse("-"),
                        applicationId().orElse("-"),
                        objectId().orElse("-"));
    }
}
