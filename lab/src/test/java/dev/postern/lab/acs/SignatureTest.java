package dev.postern.lab.acs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.lab.http.Body;
import dev.postern.lab.http.Request;
import dev.postern.lab.rest.RefusedException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureTest {

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final String POSTED =
            "{\"senderAddress\":\"donotreply@contoso.com\",\"content\":{\"subject\":\"Hi\",\"plainText\":\"Hello\"},"
                    + "\"recipients\":{\"to\":[{\"address\":\"a@example.com\"}]}}";
    private static final String FIELD =
            "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=";

    private static Request post(Map<String, String> other) {
        Map<String, String> headers = new HashMap<>();
        headers.put("host", "contoso.communication.azure.com");
        headers.put("x-ms-date", "Fri, 20 Nov 2026 12:00:00 GMT");
        headers.put("x-ms-content-sha256", "MxDOLWN2yprLU4g5Y6zVwHPR9ZqNydwmyCSHEPIEvdQ=");
        headers.put("authorization", FIELD + "4+9ikBpU6ZHBBZ6K1XLZXN5mZemw1yj/ykfl1q9Q+5U=");
        headers.putAll(other);
        return new Request("POST", "/emails:send?api-version=2025-09-01", headers, Body.of(POSTED));
    }

    @Test
    void knownSignatureOfASendIsRight() throws Exception {
        assertThat(Signature.of(post(Map.of()), NOON).isBy(KEY)).isTrue();
    }

    @Test
    void knownSignatureOfAQuestionIsRight() throws Exception {
        Request get =
                new Request(
                        "GET",
                        "/emails/operations/8540c0de-899f-5cce-acb5-3ec493af3800?api-version=2025-09-01",
                        Map.of(
                                "host",
                                "contoso.communication.azure.com",
                                "x-ms-date",
                                "Fri, 20 Nov 2026 12:00:00 GMT",
                                "x-ms-content-sha256",
                                "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                                "authorization",
                                FIELD + "Gq2t/zJzJMxsad5lqddCcid1rNSMFRr+HlnbbS7dUFo="),
                        Body.EMPTY);

        assertThat(Signature.of(get, NOON).isBy(KEY)).isTrue();
    }

    @Test
    void anotherKeyOrAnotherPathIsNotSigned() throws Exception {
        Signature signature = Signature.of(post(Map.of()), NOON);
        Request elsewhere =
                new Request(
                        "POST",
                        "/emails%3Asend?api-version=2025-09-01",
                        post(Map.of()).headers(),
                        Body.of(POSTED));

        assertThat(signature.isBy("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHiA=")).isFalse();
        assertThat(Signature.of(elsewhere, NOON).isBy(KEY)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x-ms-date           | Fri, 20 Nov 2026 11:54:59 GMT | x-ms-date is",
                "x-ms-date           | 2026-11-20T12:00:00Z          | no date",
                "x-ms-content-sha256 | 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU= | not the digest",
                "authorization       | HMAC-SHA256 SignedHeaders=date;host&Signature=AA== | another form"
            })
    void whatWasNotSignedSoIsDenied(String field, String value, String why) {
        assertThatThrownBy(() -> Signature.of(post(Map.of(field, value)), NOON))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(why);
    }

    @Test
    void portOfTheLabMayBeLeftOutOfWhatIsSigned() throws Exception {
        Request request = post(Map.of("host", "contoso.communication.azure.com:7444"));

        assertThat(Signature.of(request, NOON).isBy(KEY)).isTrue();
    }
}
