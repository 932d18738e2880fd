package dev.postern.lab.entra;

import dev.postern.lab.jwt.Jwt;
import dev.postern.lab.jwt.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An identity provider outside of Entra, such as a Kubernetes cluster's. Any thread may call.
public final class ForeignIssuer {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SigningKey key;
    private final InstantSource clock;
    private final String name;

    ForeignIssuer(SigningKey key, InstantSource clock, String name) {
        this.key = key;
        this.clock = clock;
        this.name = name;
    }

    /// Its `iss`, which is a URL of the lab that leads to its keys.
    public String name() {
        return name;
    }

    /// Makes a token as a workload finds it in its file.
    public String mint(String subject, String audience, Duration lifetime) {
        return mint(name, subject, audience, lifetime);
    }

    /// Makes a token that claims to be of another issuer.
    public String mint(String issuer, String subject, String audience, Duration lifetime) {
        Instant now = clock.instant();
        ObjectNode claims = JSON.createObjectNode();
        claims.putArray("aud").add(audience);
        claims.put("iss", issuer)
                .put("sub", subject)
                .put("iat", now.getEpochSecond())
                .put("nbf", now.getEpochSecond())
                .put("exp", now.plus(lifetime).getEpochSecond());
        return key.sign(claims);
    }

    boolean signed(Jwt token) {
        return token.signedBy(key.publicKey());
    }

    JsonNode keySet() {
        return key.keySet();
    }

    ObjectNode configuration() {
        return JSON.createObjectNode().put("issuer", name).put("jwks_uri", name + "/keys");
    }
}
