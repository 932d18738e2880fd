package dev.postern.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | PT0S",
                "120 | PT2M",
                " 120 | PT2M",
                "3600 | PT1H",
                "3601 | PT1H",
                "99999999999999999999999 | PT1H",
                "Sat, 21 Nov 2026 08:05:00 GMT | PT5M",
                "Sun, 22 Nov 2026 08:05:00 GMT | PT1H",
                "Sat, 21 Nov 2026 07:59:00 GMT | PT0S",
                "-5 | PT0S",
                "1.5 | PT0S",
                "soon | PT0S",
                "'' | PT0S"
            })
    void waitIsReadAndBounded(String value, Duration expected) {
        assertThat(RetryAfter.parse(value, NOW)).isEqualTo(expected);
    }
}
