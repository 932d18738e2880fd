package dev.postern.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RollingCountTest {

    private static final Instant NOW = Instant.parse("2026-11-02T08:00:00Z");

    private final RollingCount count = new RollingCount(Duration.ofMinutes(1));

    @Test
    void eachAdditionIsForgottenWhenItsOwnTimeIsOver() {
        count.add(NOW, 2, 10);
        count.add(NOW.plusSeconds(30), 3, 10);
        assertThat(count.at(NOW.plusSeconds(59))).isEqualTo(5);
        assertThat(count.at(NOW.plusSeconds(60))).isEqualTo(3);
        assertThat(count.at(NOW.plusSeconds(90))).isZero();
    }

    @Test
    void whatWouldBeTooMuchIsNotAdded() {
        assertThat(count.add(NOW, 4, 5)).isTrue();
        assertThat(count.add(NOW, 2, 5)).isFalse();
        assertThat(count.add(NOW, 1, 5)).isTrue();
        assertThat(count.at(NOW)).isEqualTo(5);
    }
}
