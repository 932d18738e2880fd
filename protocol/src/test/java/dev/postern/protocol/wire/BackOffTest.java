package dev.postern.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {

    @ParameterizedTest
    @CsvSource({
        "Request is throttled. Suggested Backoff Time: 92415 milliseconds, true, PT1M32.415S",
        "suggested BACKOFF TIME = 5, true, PT0.005S",
        "Backoff Time:0 milliseconds, true, PT0S",
        "Backoff Time: 99999999999999999999999999999999 milliseconds, true, P1D",
        "Request is throttled., true, ",
        "Backoff Time: soon, true, ",
        "LOGIN failed., false, ",
        "'', false, "
    })
    void theServersWordsAreUnderstood(String text, boolean throttled, Duration suggested) {
        assertThat(BackOff.throttled(text)).isEqualTo(throttled);
        assertThat(BackOff.suggested(text).orElse(null)).isEqualTo(suggested);
    }
}
