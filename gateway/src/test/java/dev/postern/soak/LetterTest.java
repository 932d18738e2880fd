package dev.postern.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LetterTest {

    private static final String SENT = "From: a@example.cz\r\nMessage-ID: <1@x>\r\n\r\nHello\r\n";

    private static String key(String text) {
        return Letter.key(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aMessageIsKnownAgainBelowAnotherField() {
        assertThat(key("Received: from device\r\n" + SENT))
                .isEqualTo(key(SENT))
                .startsWith("<1@x> ");
    }

    @Test
    void aMessageWithAnotherBodyOrNumberIsAnother() {
        assertThat(key(SENT.replace("Hello", "Hallo"))).isNotEqualTo(key(SENT));
        assertThat(key(SENT.replace("<1@", "<2@"))).isNotEqualTo(key(SENT));
        assertThat(key(SENT.substring(0, SENT.length() - 2))).isNotEqualTo(key(SENT));
    }

    @Test
    void whatHasNoBodyHasAKeyAsWell() {
        assertThat(key("Subject: x")).isNotEqualTo(key(SENT));
    }
}
