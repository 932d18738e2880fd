package dev.postern.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A target of `bench/fuzz`: whatever a token endpoint answers, it is a token that can be sent and
/// has an end, or words that can be shown and have no secret in them; and whatever a token says of
/// itself can be shown too.
public final class TokenFuzz {

    private static final String SECRET = "hush-hush-hush";
    private static final Duration LIFE_MAX = Duration.ofDays(7);
    private static final TokenAnswer READER =
            new TokenAnswer(
                    URI.create("https://login.example.com/t/oauth2/v2.0/token"),
                    new Credential.ClientSecret(() -> SECRET),
                    new Redaction(Set.of(SECRET)));

    private static final int[] STATUSES = {200, 400, 401, 429, 500, 302};

    private TokenFuzz() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        int line = text.indexOf('\n');
        String field = line < 0 ? "120" : text.substring(0, line);
        String body = text.substring(line + 1);
        for (int status : STATUSES) {
            HttpAnswer answer = answer(status, field, body);
            assertThat(answer.retryAfter()).isBetween(Duration.ZERO, Duration.ofHours(1));
            check(READER.read(answer));
            check(READER.readManagedIdentity(answer));
        }
        claims(text);
        claims("e30." + encoded(input) + ".c2ln");
    }

    private static HttpAnswer answer(int status, String field, String body) {
        Map<String, List<String>> fields =
                Map.of("Retry-After", List.of(field), "Date", List.of(field));
        return new HttpAnswer(
                status, HttpHeaders.of(fields, (_, _) -> true), body, HandClock.START);
    }

    private static void check(Fetched fetched) {
        switch (fetched) {
            case Fetched.Token token -> {
                assertThat(token.expires())
                        .isAfter(HandClock.START)
                        .isBeforeOrEqualTo(HandClock.START.plus(LIFE_MAX));
                assertThat(token.toString()).contains("***");
            }
            case Fetched.Denied denied -> shown(denied.refusal().toString());
            case Fetched.Trouble trouble -> {
                shown(trouble.reason());
                assertThat(trouble.pause()).isBetween(Duration.ZERO, Duration.ofHours(1));
            }
        }
    }

    private static void claims(String token) {
        Claims claims = Claims.of(token);
        printable(claims.toString());
        printable(claims.facts(HandClock.START).toString());
        assertThat(claims.roles()).hasSizeLessThanOrEqualTo(100);
    }

    private static void shown(String words) {
        assertThat(words).doesNotContain(SECRET);
        printable(words);
    }

    private static void printable(String words) {
        assertThat(words).hasSizeLessThan(100_000);
        assertThat(words.chars().noneMatch(Character::isISOControl)).as(words).isTrue();
    }

    private static String encoded(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
