package dev.postern.lab.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.SettableClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatelyTest {

    private static final List<Lately.Bound> BOUNDS =
            List.of(
                    new Lately.Bound(Duration.ofMinutes(1), 2),
                    new Lately.Bound(Duration.ofHours(1), 3));

    private final SettableClock clock = new SettableClock();
    private final Lately lately = new Lately(clock);

    @Test
    void nextIsCountedWhenTheOldestHasLeftTheWindow() {
        assertThat(lately.count("a", 1, BOUNDS)).isEmpty();
        clock.advance(Duration.ofSeconds(10));
        assertThat(lately.count("a", 1, BOUNDS)).isEmpty();

        assertThat(lately.count("a", 1, BOUNDS)).hasValue(Duration.ofSeconds(50));
        clock.advance(Duration.ofSeconds(50));
        assertThat(lately.count("a", 1, BOUNDS)).isEmpty();
    }

    @Test
    void narrowestBoundDecidesHowLongToWait() {
        for (int i = 0; i < 3; i++) {
            assertThat(lately.count("a", 1, BOUNDS)).isEmpty();
            clock.advance(Duration.ofMinutes(10));
        }

        assertThat(lately.count("a", 1, BOUNDS)).hasValue(Duration.ofMinutes(30));
    }

    @Test
    void kindsAreCountedApart() {
        lately.count("a", 2, BOUNDS);

        assertThat(lately.count("b", 2, BOUNDS)).isEmpty();
        assertThat(lately.count("a", 1, BOUNDS)).hasValue(Duration.ofMinutes(1));
    }

    @Test
    void whatIsMoreThanABoundWaitsForAllOfIt() {
        assertThat(lately.count("a", 4, BOUNDS)).hasValue(Duration.ofHours(1));
    }
}
