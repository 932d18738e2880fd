package dev.postern.lab.entra;

import dev.postern.lab.directory.App;
import dev.postern.lab.directory.Resource;
import dev.postern.lab.directory.Tenant;
import dev.postern.lab.directory.Tokens;
import dev.postern.lab.jwt.Jwt;
import dev.postern.lab.jwt.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Makes access tokens and knows its own again. Any thread may call.
public final class TokenMint {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PADDING_MIN = 24;

    private final SigningKey key;
    private final InstantSource clock;

    public TokenMint(SigningKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /// By what an application has proved who it is.
    enum Proof {
        SECRET("1"),
        ASSERTION("2");

        private final String claim;

        Proof(String claim) {
            this.claim = claim;
        }
    }

    /// What a token is for.
    ///
    /// @param audience the resource as the client named it
    record Order(
            Tenant tenant,
            App app,
            Resource resource,
            String audience,
            Proof proof,
            Tokens tokens) {}

    /// Makes a token.
    String mint(Order order, Duration lifetime) {
        ObjectNode claims = claims(order, clock.instant(), lifetime);
        String token = key.sign(claims);
        int missing = order.tokens().octets() - token.length();
        if (missing <= 0) {
            return token;
        }
        claims.put("xms_pad", "x".repeat(Math.max(0, missing - PADDING_MIN) * 3 / 4));
        return key.sign(claims);
    }

    /// Reads a token and checks that it was made here; says nothing of whether it is still good.
    public Optional<Jwt> verified(String token) {
        return Jwt.read(token).filter(jwt -> jwt.signedBy(key.publicKey()));
    }

    JsonNode keySet() {
        return key.keySet();
    }

    private static ObjectNode claims(Order order, Instant now, Duration lifetime) {
        String tenant = order.tenant().id().toString();
        String principal = order.app().enterpriseApp().objectId().toString();
        ObjectNode claims =
                JSON.createObjectNode()
                        .put("aud", order.audience())
                        .put("iss", "https://sts.windows.net/" + tenant + "/")
                        .put("iat", now.getEpochSecond())
                        .put("nbf", now.getEpochSecond())
                        .put("exp", now.plus(lifetime).getEpochSecond())
                        .put("appid", order.app().clientId().toString())
                        .put("appidacr", order.proof().claim)
                        .put("idp", "https://sts.windows.net/" + tenant + "/")
                        .put("idtyp", "app")
                        .put("oid", principal)
                        .put("sub", principal)
                        .put("tid", tenant)
                        .put("ver", "1.0");
        Set<String> roles = order.app().roles(order.resource());
        if (!roles.isEmpty()) {
            roles.forEach(claims.putArray("roles")::add);
        }
        return claims;
    }
}
