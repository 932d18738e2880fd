package dev.postern.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final Timings timings = new Timings();
    private final Arrivals arrivals = new Arrivals(timings);
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private boolean well(int doublesMax) {
        return arrivals.tell(
                new PrintStream(said, true, StandardCharsets.UTF_8), "relay", doublesMax);
    }

    private void send(String key) {
        arrivals.begin(key, NOW);
        arrivals.promise(key, NOW);
    }

    @Test
    void allIsWellIfWhatWasPromisedCameOnce() {
        send("a");
        arrivals.arrive("a", NOW.plusSeconds(3));

        assertThat(well(0)).isTrue();
        assertThat(said)
                .asString()
                .isEqualTo(
                        "relay: 1 promised, 1 arrived, 0 missing, 0 doubles, 0 that nobody sent\n");
    }

    @Test
    void aMessageThatWasPromisedAndDidNotComeIsMissing() {
        send("a");
        send("b");
        arrivals.arrive("a", NOW);

        assertThat(arrivals.missing()).isEqualTo(1);
        assertThat(well(0)).isFalse();
    }

    @Test
    void aMessageThatWasNotPromisedMayCome() {
        send("a");
        arrivals.arrive("a", NOW);
        arrivals.begin("b", NOW);
        assertThat(well(0)).isTrue();

        arrivals.arrive("b", NOW);
        assertThat(well(0)).isTrue();
    }

    @Test
    void aDoubleIsExcusedByALostReplyOnly() {
        send("a");
        arrivals.arrive("a", NOW);
        arrivals.arrive("a", NOW);

        assertThat(arrivals.doubles()).isEqualTo(1);
        assertThat(well(0)).isFalse();
        assertThat(well(1)).isTrue();
    }

    @Test
    void whatNobodySentIsNoted() {
        send("a");
        arrivals.arrive("a", NOW);
        arrivals.arrive("x", NOW);

        assertThat(well(0)).isFalse();
    }

    @Test
    void aRunInWhichNothingWasSentProvesNothing() {
        assertThat(well(0)).isFalse();
    }

    @Test
    void theFirstArrivalIsTimed() {
        for (int i = 1; i <= 200; i++) {
            send("m" + i);
            arrivals.arrive("m" + i, NOW.plusMillis(i));
            arrivals.arrive("m" + i, NOW.plusSeconds(1_000));
        }
        Map<Column, Double> values = new EnumMap<>(Column.class);
        timings.drain(values, Column.RELAY_P50, Column.RELAY_P99, Duration.ofMillis(1));

        assertThat(values)
                .containsOnly(
                        Map.entry(Column.RELAY_P50, 101.0), Map.entry(Column.RELAY_P99, 198.0));

        values.clear();
        timings.drain(values, Column.RELAY_P50, Column.RELAY_P99, Duration.ofMillis(1));
        assertThat(values).isEmpty();
    }
}
