package dev.postern.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {

    private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 600, 60_000})
    void noWindowOfAMinuteHoldsMoreThanTheLimit(int limit) {
        Pace pace = new Pace(limit, Limits.ANY_NUMBER);
        Random random = new Random(limit);
        Deque<Instant> taken = new ArrayDeque<>();
        Instant now = START;
        for (int i = 0; i < 20_000; i++) {
            now = now.plusMillis(random.nextInt(1 + 120_000 / limit));
            if (pace.take(now).isEmpty()) {
                taken.add(now);
            }
            while (!taken.isEmpty() && taken.peek().isBefore(now.minusSeconds(60))) {
                taken.remove();
            }
            assertThat(taken).hasSizeLessThanOrEqualTo(limit + 1);
        }
        assertThat(taken).isNotEmpty();
    }

    @Test
    void saysWhenTheNextMayGo() {
        Pace pace = new Pace(2, Limits.ANY_NUMBER);
        assertThat(pace.take(START)).isEmpty();
        assertThat(pace.take(START.plusSeconds(10))).isEmpty();

        assertThat(pace.take(START.plusSeconds(20))).contains(START.plusSeconds(60));
        assertThat(pace.take(START.plusSeconds(60))).isEmpty();
        assertThat(pace.take(START.plusSeconds(60))).contains(START.plusSeconds(70));
    }

    @Test
    void anHourHasItsOwnLimit() {
        Pace pace = new Pace(2, 3);
        assertThat(pace.take(START)).isEmpty();
        assertThat(pace.take(START)).isEmpty();
        assertThat(pace.take(START)).contains(START.plusSeconds(60));
        assertThat(pace.take(START.plusSeconds(60))).isEmpty();

        assertThat(pace.take(START.plusSeconds(300))).contains(START.plusSeconds(3600));
        assertThat(pace.take(START.plusSeconds(3600))).isEmpty();
    }

    @Test
    void whatMayNotGoIsNotCountedInTheOtherWindow() {
        Pace pace = new Pace(1, 2);
        assertThat(pace.take(START)).isEmpty();
        for (int i = 0; i < 50; i++) {
            assertThat(pace.take(START.plusSeconds(i))).contains(START.plusSeconds(60));
        }
        assertThat(pace.take(START.plusSeconds(60))).isEmpty();
    }

    @Test
    void clockThatIsSetBackDoesNotStopTheFlow() {
        Pace pace = new Pace(1, Limits.ANY_NUMBER);
        assertThat(pace.take(START)).isEmpty();

        assertThat(pace.take(START.minus(Duration.ofDays(1)))).isEmpty();
    }
}
