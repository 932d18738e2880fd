package dev.postern.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {

    private static final Instant THEN = Instant.parse("2026-11-21T08:00:00Z");

    private final RetrySchedule schedule =
            new RetrySchedule(Duration.ofSeconds(30), Duration.ofHours(1), 10, Duration.ofDays(1));

    @ParameterizedTest
    @CsvSource({
        "1, PT30S",
        "2, PT1M",
        "3, PT2M",
        "7, PT32M",
        "8, PT1H",
        "9, PT1H",
        "2147483647, PT1H"
    })
    void waitDoublesUpToTheLongest(int failures, Duration expected) {
        assertThat(schedule.waitAfter(failures)).isEqualTo(expected);
    }

    @Test
    void waitsNeverOverflow() {
        var endless =
                new RetrySchedule(
                        Duration.ofDays(1), Duration.ofDays(365), 1, Duration.ofDays(365));

        assertThat(endless.waitAfter(Integer.MAX_VALUE)).isEqualTo(Duration.ofDays(365));
    }

    @Test
    void jitterTakesUpToATenthOff() {
        Random random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            assertThat(schedule.waitAfter(1, random))
                    .isBetween(Duration.ofSeconds(27), Duration.ofSeconds(30));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, PT0S, false",
        "9, PT23H59M, false",
        "10, PT0S, true",
        "2, P30D, false",
        "3, P1D, true"
    })
    void messageIsGivenUpByFailuresOrByAge(int failures, Duration age, boolean expected) {
        assertThat(schedule.usedUp(failures, THEN, THEN.plus(age))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, PT1H, 1, P1D",
        "PT2H, PT1H, 1, P1D",
        "PT1S, PT1H, 0, P1D",
        "PT1S, PT1H, 1, PT0S"
    })
    void scheduleWithoutSenseIsRefused(
            Duration first, Duration longest, int attempts, Duration lifetime) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetrySchedule(first, longest, attempts, lifetime));
    }
}
