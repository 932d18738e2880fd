package dev.postern.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RollingCountTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final RollingCount count = new RollingCount(Duration.ofMinutes(1));

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
