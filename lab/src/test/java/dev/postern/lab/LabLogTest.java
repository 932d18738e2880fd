package dev.postern.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabLogTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final LabClock clock = new LabClock(() -> NOW);
    private final List<LabLog.Entry> heard = new ArrayList<>();
    private final LabLog log = new LabLog(clock, heard::add);

    @Test
    void entriesAreNumberedAndTimedByTheLabsClock() {
        log.add(LabLog.Source.ENTRA, "a", "one");
        clock.advance(Duration.ofHours(1));
        log.add(LabLog.Source.IMAP, "b", "two");

        assertThat(log.after(0))
                .containsExactly(
                        new LabLog.Entry(1, NOW, LabLog.Source.ENTRA, "a", "one"),
                        new LabLog.Entry(
                                2, NOW.plus(Duration.ofHours(1)), LabLog.Source.IMAP, "b", "two"));
        assertThat(log.after(1)).extracting(LabLog.Entry::what).containsExactly("two");
        assertThat(heard).isEqualTo(log.after(0));
    }

    @Test
    void oldestAreForgotten() {
        for (int i = 0; i < LabLog.KEPT + 5; i++) {
            log.add(LabLog.Source.ENTRA, "a", "b");
        }

        assertThat(log.after(0))
                .hasSize(LabLog.KEPT)
                .first()
                .extracting(LabLog.Entry::number)
                .isEqualTo(6L);
    }

    @Test
    void numbersGoOnAfterAClear() {
        log.add(LabLog.Source.ENTRA, "a", "one");
        log.clear();
        log.add(LabLog.Source.ENTRA, "a", "two");

        assertThat(log.after(0)).extracting(LabLog.Entry::number).containsExactly(2L);
    }

    @Test
    void clockIsShiftedAgainstTheOneBelow() {
        clock.shiftTo(Duration.ofMinutes(-5));
        clock.advance(Duration.ofMinutes(2));

        assertThat(clock.instant()).isEqualTo(NOW.minus(Duration.ofMinutes(3)));
        assertThat(clock.shift()).isEqualTo(Duration.ofMinutes(-3));
    }
}
