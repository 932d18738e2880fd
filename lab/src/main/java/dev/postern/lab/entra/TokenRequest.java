package dev.postern.lab.entra;

import dev.postern.lab.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a client asks the token endpoint for, checked for form alone.
///
/// @param scope as sent, or made from `resource` at the endpoint of version 1
record TokenRequest(String grantType, String clientId, String scope, Offered offered) {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String ASSERTION_TYPE =
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// By what the client means to prove who it is.
    sealed interface Offered {

        record Nothing() implements Offered {}

        record Secret(String value) implements Offered {

            @Override
            public String toString() {
                return "Secret[***]";
            }
        }

        record Assertion(String jwt) implements Offered {

            @Override
            public String toString() {
                return "Assertion[***]";
            }
        }
    }

    static TokenRequest read(Request request) throws RefusedException {
        if (!request.method().equals("POST")) {
            throw new RefusedException(Aadsts.ONLY_POST, request.method());
        }
        String type = request.header("content-type").orElse("").split(";", 2)[0].strip();
        if (!type.toLowerCase(Locale.ROOT).equals(FORM)) {
            throw new RefusedException(Aadsts.MALFORMED);
        }
        try {
            return read(request.form(), basic(request));
        } catch (IllegalArgumentException _) { // a percent sign without its digits, or no base64
            throw new RefusedException(Aadsts.MALFORMED);
        }
    }

    private static TokenRequest read(Map<String, String> form, Optional<Basic> basic)
            throws RefusedException {
        String grant = required(form, "grant_type");
        String client = basic.isPresent() ? basic.get().user() : required(form, "client_id");
        if (!grant.equals("client_credentials")) {
            throw new RefusedException(Aadsts.GRANT_UNSUPPORTED, grant);
        }
        String scope =
                form.containsKey("resource") && !form.containsKey("scope")
                        ? form.get("resource") + "/.default"
                        : required(form, "scope");
        return new TokenRequest(grant, client, scope, offered(form, basic));
    }

    private static Offered offered(Map<String, String> form, Optional<Basic> basic)
            throws RefusedException {
        String assertion = form.getOrDefault("client_assertion", "");
        if (!assertion.isEmpty()) {
            if (!required(form, "client_assertion_type").equals(ASSERTION_TYPE)) {
                throw new RefusedException(Aadsts.MALFORMED);
            }
            return new Offered.Assertion(assertion);
        }
        String secret = basic.map(Basic::password).orElse(form.getOrDefault("client_secret", ""));
        return secret.isEmpty() ? new Offered.Nothing() : new Offered.Secret(secret);
    }

    private static String required(Map<String, String> form, String name) throws RefusedException {
        String value = form.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new RefusedException(Aadsts.PARAMETER_MISSING, name);
        }
        return value;
    }

    private record Basic(String user, String password) {}

    /// RFC 6749 §2.3.1: both halves are form-encoded before they are joined.
    private static Optional<Basic> basic(Request request) {
        String field = request.header("authorization").orElse("");
        if (!field.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        String pair =
                new String(
                        Base64.getDecoder().decode(field.substring(6).strip()),
                        StandardCharsets.UTF_8);
        String[] halves = pair.split(":", 2);
        if (halves.length != 2) {
            throw new IllegalArgumentException("no colon between user and password");
        }
        return Optional.of(
                new Basic(
                        URLDecoder.decode(halves[0], StandardCharsets.UTF_8),
                        URLDecoder.decode(halves[1], StandardCharsets.UTF_8)));
    }
}
