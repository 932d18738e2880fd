package dev.postern.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.advice.Cause;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenAnswerTest {

    private final TokenAnswer reader =
            new TokenAnswer(
                    URI.create("https://login.example.com/t/oauth2/v2.0/token"),
                    new Credential.ClientSecret(() -> "hush"),
                    new Redaction(Set.of("hush")));

    private static HttpAnswer answer(int status, String body) {
        Map<String, List<String>> fields =
                Map.of(
                        "Content-Type", List.of("application/json"),
                        "Retry-After", List.of("120"));
        return new HttpAnswer(
                status, HttpHeaders.of(fields, (_, _) -> true), body, HandClock.START);
    }

    private Fetched read(int status, String body) {
        return reader.read(answer(status, body));
    }

    private Refusal denied(int status, String body) {
        Fetched fetched = read(status, body);
        assertThat(fetched).isInstanceOf(Fetched.Denied.class);
        return ((Fetched.Denied) fetched).refusal();
    }

    private Fetched.Trouble trouble(int status, String body) {
        Fetched fetched = read(status, body);
        assertThat(fetched).isInstanceOf(Fetched.Trouble.class);
        return (Fetched.Trouble) fetched;
    }

    private Duration life(String body) {
        Fetched fetched = read(200, body);
        assertThat(fetched).isInstanceOf(Fetched.Token.class);
        return Duration.between(HandClock.START, ((Fetched.Token) fetched).expires());
    }

    @ParameterizedTest
    @CsvSource({
        "'\"expires_in\":3599', PT59M59S",
        "'\"expires_in\":\"3599\"', PT59M59S",
        "'\"expires_in\":3599,\"expires_on\":\"1772352060\"', PT1M",
        "'\"expires_on\":1772352060', PT1M",
        "'\"expires_in\":60,\"expires_on\":\"2026-03-01T09:00:00Z\"', PT1M",
        "'\"expires_in\":9223372036854775807', PT168H",
        "'\"token_type\":\"bearer\"', PT5M",
    })
    void lifeIsTheLeastOfWhatIsTold(String fields, Duration expected) {
        assertThat(life("{\"access_token\":\"one\"," + fields + "}")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"text\"",
                "{",
                "<html>Sign in to the hotel's network</html>",
                "{}",
                "{\"access_token\":7,\"expires_in\":3599}",
                "{\"access_token\":\"\",\"expires_in\":3599}",
                "{\"access_token\":\"two words\",\"expires_in\":3599}",
                "{\"access_token\":\"line\\r\\nbreak\",\"expires_in\":3599}",
                "{\"access_token\":\"leaky-token\",\"expires_in\":\"soon\"}",
                "{\"access_token\":\"leaky-token\",\"expires_in\":{}}",
                "{\"access_token\":\"leaky-token\",\"expires_in\":null}",
                "{\"access_token\":\"leaky-token\",\"expires_in\":0}",
                "{\"access_token\":\"leaky-token\",\"expires_in\":-5}",
                "{\"access_token\":\"leaky-token\",\"expires_in\":1e30}",
                "{\"access_token\":\"leaky-token\",\"expires_on\":-9223372036854775808}",
                "{\"access_token\":\"leaky-token\",\"expires_on\":1772351999}",
                "{\"access_token\":\"leaky-token\",\"expires_in\":3599,\"token_type\":\"mac\"}",
                "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: x\"}",
            })
    void nonsenseIsTroubleThatQuotesNothing(String body) {
        assertThat(trouble(200, body).reason()).contains("HTTP 200").doesNotContain("leaky-token");
    }

    @ParameterizedTest
    @CsvSource({
        "408, '{\"error\":\"invalid_client\"}'",
        "429, '{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: x\"}'",
        "500, '{\"error\":\"server_error\",\"error_description\":\"AADSTS90033: y\"}'",
        "503, ''",
        "504, '<html>gateway</html>'",
        "400, '{\"error\":\"temporarily_unavailable\",\"error_description\":\"z\"}'",
        "400, '{\"error\":\"invalid_request\",\"error_description\":\"AADSTS50196: loop\"}'",
        "401, '{\"error\":\"invalid_client\",\"error_codes\":[90024]}'",
    })
    void passingFaultsAreTroubleAndNotAWrongPassword(int status, String body) {
        Fetched.Trouble trouble = trouble(status, body);
        assertThat(trouble.reason()).contains("HTTP " + status);
        assertThat(trouble.pause()).isEqualTo(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @CsvSource({
        "301, ''",
        "400, '{}'",
        "401, '[\"invalid_client\"]'",
        "403, '<html>Blocked</html>'",
        "407, '<html>Proxy sign-in</html>'",
    })
    void refusalThatIsNotTheEndpointsOwnIsTrouble(int status, String body) {
        assertThat(trouble(status, body).reason())
                .contains("HTTP " + status, "proxy")
                .doesNotContain("html>");
    }

    @Test
    void codeIsReadFromTheTextIfTheListOfCodesIsMissing() {
        Refusal refusal =
                denied(
                        400,
                        "{\"error\":\"unauthorized_client\",\"error_description\":\"AADSTS700016: Not found\"}");
        assertThat(refusal.code()).isEqualTo(700016);
        assertThat(refusal.cause()).isEqualTo(Cause.APPLICATION_UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_client, CLIENT_REFUSED",
        "invalid_scope, SCOPE_INVALID",
        "invalid_resource, RESOURCE_UNKNOWN",
        "brand_new, UNKNOWN",
    })
    void unknownCodeIsJudgedByItsError(String error, Cause cause) {
        String body = "{\"error\":\"%s\",\"error_codes\":[7999999]}".formatted(error);
        assertThat(denied(400, body).cause()).isEqualTo(cause);
    }

    @Test
    void wrongTypesInARefusalAreIgnored() {
        Refusal refusal =
                denied(
                        400,
                        "{\"error\":\"invalid_grant\",\"error_description\":7,\"error_codes\":{\"a\":1},\"trace_id\":[]}");
        assertThat(refusal.code()).isZero();
        assertThat(refusal.name()).isEqualTo("invalid_grant");
        assertThat(refusal.traceId()).isEmpty();
        assertThat(refusal.summary()).isEqualTo("client secret refused: invalid_grant");
    }

    @Test
    void serversWordsAreTamed() {
        Refusal refusal =
                denied(
                        400,
                        "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS65001: a\\r\\nb \\u001b[31m hush "
                                + "x".repeat(2000)
                                + "\"}");
        assertThat(refusal.description())
                .startsWith("AADSTS65001: a b [31m *** xxx")
                .hasSizeLessThanOrEqualTo(600);
    }

    @Property
    void noAnswerMakesItThrow(
            @ForAll @IntRange(min = 100, max = 599) int status, @ForAll String body) {
        assertThat(reader.read(answer(status, body))).isNotNull();
        assertThat(reader.readManagedIdentity(answer(status, body))).isNotNull();
    }
}
