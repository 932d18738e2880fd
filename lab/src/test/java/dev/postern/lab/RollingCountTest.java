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

    @Test
    void moreFitsAgainWhenTheOldestHasLeftTheWindow() {
        count.add(NOW, 1, 2);
        count.add(NOW.plusSeconds(10), 1, 2);

        Instant later = NOW.plusSeconds(15);
        assertThat(count.until(later, 1, 2)).isEqualTo(Duration.ofSeconds(45));
        assertThat(count.until(later, 2, 2)).isEqualTo(Duration.ofSeconds(55));
        assertThat(count.until(later.plusSeconds(45), 1, 2)).isZero();
    }

    @Test
    void whatNeverFitsWaitsTheWholeWindow() {
        assertThat(count.until(NOW, 3, 2)).isEqualTo(Duration.ofMinutes(1));
        assertThat(count.until(NOW, 2, 2)).isZero();
    }
}
