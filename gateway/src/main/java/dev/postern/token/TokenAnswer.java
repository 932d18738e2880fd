package dev.postern.token;

import dev.postern.advice.Aadsts;
import dev.postern.advice.Cause;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// Reads what a token endpoint answered (RFC 6749 §5), believing nothing.
///
/// An answer that is not the endpoint's JSON comes from something in between and says nothing about
/// the credential: that is trouble, not a refusal. So are 429 and 5xx, whatever is in them.
///
/// @param endpoint who was asked
/// @param credential what was tried
/// @param redaction the request's secrets
record TokenAnswer(URI endpoint, Credential credential, Redaction redaction) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int DESCRIPTION_MAX = 600;
    private static final int ID_MAX = 64;
    private static final long LIFE_MAX = Duration.ofDays(7).toSeconds();

    /// A token whose life is not told (RFC 6749 §5.1 only recommends to) is held no longer than
    /// this.
    private static final long LIFE_ASSUMED = Duration.ofMinutes(5).toSeconds();

    Fetched read(HttpAnswer answer) {
        JsonNode json = json(answer.body());
        if (answer.status() == 200) {
            return token(answer, json);
        }
        String error = text(json, "error", ID_MAX);
        if (isPassing(answer.status())) {
            return trouble(answer, words(json));
        }
        if (error.isEmpty()) {
            return trouble(answer, "");
        }
        Refusal refusal = refusal(answer, json, error);
        return refusal.cause().kind() == Cause.Kind.TRANSIENT
                ? trouble(answer, refusal.description())
                : new Fetched.Denied(refusal);
    }

    /// The same for what IMDS and its kin answer: they have no codes, only statuses.
    Fetched readManagedIdentity(HttpAnswer answer) {
        JsonNode json = json(answer.body());
        int status = answer.status();
        if (status == 200) {
            return token(answer, json);
        }
        boolean denied = status == 400 || status == 401 || status == 403;
        if (!denied || !json.isObject()) {
            return trouble(answer, words(json));
        }
        return new Fetched.Denied(
                new Refusal(
                        credential.toString(),
                        text(json, "error", ID_MAX),
                        0,
                        words(json),
                        "",
                        text(json, "correlation_id", ID_MAX),
                        Cause.IDENTITY_NOT_ASSIGNED,
                        answer.clocks()));
    }

    /// Whether the status alone says that it will pass (RFC 9110 §15.5.9, §15.6; RFC 6585 §4).
    private static boolean isPassing(int status) {
        return status == 408 || status == 429 || status >= 500;
    }

    private Fetched token(HttpAnswer answer, JsonNode json) {
        Optional<String> token = json.path("access_token").stringValueOpt();
        if (token.isEmpty() || !AccessToken.isWellFormed(token.get())) {
            return strange(answer, "no usable access_token");
        }
        Optional<String> type = json.path("token_type").stringValueOpt();
        if (type.isPresent() && !type.get().equalsIgnoreCase("Bearer")) {
            return strange(answer, "a token that is not of type Bearer");
        }
        OptionalLong life = life(json, answer.received());
        if (life.isEmpty()) {
            return strange(answer, "no sensible expires_in");
        }
        Instant expires = answer.received().plusSeconds(life.getAsLong());
        return new Fetched.Token(new AccessToken(token.get()), expires, answer.clocks());
    }

    /// Seconds the token has left: the less of `expires_in` and `expires_on`, which managed
    /// identity endpoints send as strings; empty if they are no numbers or not in the future.
    private static OptionalLong life(JsonNode json, Instant now) {
        if (!json.has("expires_in") && !json.has("expires_on")) {
            return OptionalLong.of(LIFE_ASSUMED);
        }
        OptionalLong in = number(json, "expires_in", LIFE_MAX);
        OptionalLong on = number(json, "expires_on", now.getEpochSecond() + LIFE_MAX);
        long life =
                Math.min(
                        in.orElse(LIFE_MAX),
                        on.isPresent() ? on.getAsLong() - now.getEpochSecond() : LIFE_MAX);
        boolean told = in.isPresent() || on.isPresent();
        return told && life > 0 ? OptionalLong.of(life) : OptionalLong.empty();
    }

    private static OptionalLong number(JsonNode json, String name, long max) {
        JsonNode node = json.path(name);
        if (!node.isNumber() && !node.isString()) {
            return OptionalLong.empty();
        }
        OptionalLong number = node.asLongOpt();
        return number.isPresent()
                ? OptionalLong.of(Math.clamp(number.getAsLong(), 0, max))
                : OptionalLong.empty();
    }

    private Refusal refusal(HttpAnswer answer, JsonNode json, String error) {
        String words = words(json);
        int code = (int) number(json.path("error_codes"), words);
        return new Refusal(
                credential.toString(),
                error,
                code,
                words,
                text(json, "trace_id", ID_MAX),
                text(json, "correlation_id", ID_MAX),
                Aadsts.cause(code, error),
                answer.clocks());
    }

    private static long number(JsonNode codes, String words) {
        JsonNode first = codes.path(0);
        return first.isNumber() && first.canConvertToInt()
                ? first.intValue()
                : Aadsts.codeIn(words).orElse(0);
    }

    /// The description's first lines, without the ids that have fields of their own.
    private String words(JsonNode json) {
        String description =
                json.path("error_description")
                        .stringValueOpt()
                        .or(() -> json.path("message").stringValueOpt())
                        .orElse("");
        int ids = description.indexOf("Trace ID:");
        return Words.tame(
                redaction.apply(ids < 0 ? description : description.substring(0, ids)),
                DESCRIPTION_MAX);
    }

    private String text(JsonNode json, String name, int max) {
        return Words.tame(redaction.apply(json.path(name).stringValueOpt().orElse("")), max);
    }

    private Fetched trouble(HttpAnswer answer, String words) {
        String said = words.isEmpty() ? hint(answer) : ": " + words;
        return new Fetched.Trouble(
                "%s answered with HTTP %d%s".formatted(endpoint, answer.status(), said),
                answer.retryAfter());
    }

    private static String hint(HttpAnswer answer) {
        int status = answer.status();
        if (isPassing(status)) {
            return "";
        }
        String type = Words.tame(answer.headers().firstValue("Content-Type").orElse("no type"), 80);
        return " and %d characters of %s that are no token endpoint's answer: check the address, and whether a proxy or firewall answered in its place"
                .formatted(answer.body().length(), type);
    }

    private Fetched strange(HttpAnswer answer, String what) {
        return json(answer.body()).isObject()
                ? trouble(answer, "the answer has " + what)
                : trouble(answer, "");
    }

    private static JsonNode json(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (JacksonException _) {
            // Whoever said this was not a token endpoint; the caller reports it as such.
            return MissingNode.getInstance();
        }
    }
}
