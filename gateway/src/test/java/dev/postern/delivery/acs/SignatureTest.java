package dev.postern.delivery.acs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignatureTest {

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final Instant AT = Instant.parse("2026-11-20T12:00:00Z");

    private static Signature of(String method, String path, String hash) {
        URI uri = URI.create("https://contoso.communication.azure.com" + path);
        return new Signature(method, uri, hash, AT);
    }

    @Test
    void signsAMessage() throws Exception {
        Signature signature =
                of(
                        "POST",
                        "/emails:send?api-version=2025-09-01",
                        "MxDOLWN2yprLU4g5Y6zVwHPR9ZqNydwmyCSHEPIEvdQ=");

        assertThat(signature.date()).isEqualTo("Fri, 20 Nov 2026 12:00:00 GMT");
        assertThat(signature.value(KEY)).isEqualTo("4+9ikBpU6ZHBBZ6K1XLZXN5mZemw1yj/ykfl1q9Q+5U=");
    }

    @Test
    void signsAQuestion() throws Exception {
        Signature signature =
                of(
                        "GET",
                        "/emails/operations/8540c0de-899f-5cce-acb5-3ec493af3800"
                                + "?api-version=2025-09-01",
                        Signature.NO_BODY);

        assertThat(signature.value(KEY)).isEqualTo("Gq2t/zJzJMxsad5lqddCcid1rNSMFRr+HlnbbS7dUFo=");
    }

    @Test
    void keyThatIsNoneIsNotRepeatedInWords() {
        assertThatThrownBy(() -> of("GET", "/", Signature.NO_BODY).value("hush hush"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no Base64")
                .hasMessageNotContaining("hush");
    }
}
