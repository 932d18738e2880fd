package dev.postern.lab.jwt;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A token that was read and is not yet believed.
///
/// @param signed the two parts the signature covers, as they came
/// @param signature in base64url
public record Jwt(ObjectNode header, ObjectNode claims, String signed, String signature) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Reads the compact form; empty if it is not one.
    public static Optional<Jwt> read(String compact) {
        String[] parts = compact.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            if (JSON.readTree(decoded(parts[0])) instanceof ObjectNode header
                    && JSON.readTree(decoded(parts[1])) instanceof ObjectNode claims) {
                return Optional.of(new Jwt(header, claims, parts[0] + "." + parts[1], parts[2]));
            }
        } catch (IllegalArgumentException
                | JacksonException _) { // no base64url or no JSON: no token
        }
        return Optional.empty();
    }

    /// Whether this key made the signature, by the algorithm the header names.
    public boolean signedBy(PublicKey key) {
        Optional<Algorithm> algorithm = Algorithm.named(headerText("alg"));
        if (algorithm.isEmpty()) {
            return false;
        }
        try {
            Signature verifier = algorithm.get().signature();
            verifier.initVerify(key);
            verifier.update(signed.getBytes(StandardCharsets.US_ASCII));
            return verifier.verify(decoded(signature));
        } catch (
                GeneralSecurityException
                        _) { // a key of another kind, or a signature of another length
            return false;
        }
    }

    /// A header parameter as text; empty text if it is missing.
    public String headerText(String name) {
        return header.path(name).asString("");
    }

    /// A claim as text; empty text if it is missing.
    public String text(String claim) {
        return claims.path(claim).asString("");
    }

    /// A claim that is one text or a list of them.
    public List<String> texts(String claim) {
        JsonNode value = claims.path(claim);
        if (value.isArray()) {
            return value.valueStream().map(JsonNode::asString).toList();
        }
        return value.isString() ? List.of(value.asString()) : List.of();
    }

    /// A claim that is a time in seconds since 1970; empty if it is missing or none.
    public Optional<Instant> time(String claim) {
        JsonNode value = claims.path(claim);
        return value.isNumber()
                ? Optional.of(Instant.ofEpochSecond(value.asLong()))
                : Optional.empty();
    }

    private static byte[] decoded(String part) {
        return Base64.getUrlDecoder().decode(part);
    }

    @Override
    public String toString() {
        return "Jwt[of " + text("sub") + " by " + text("iss") + "]";
    }
}
