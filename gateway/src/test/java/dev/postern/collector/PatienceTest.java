package dev.postern.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.delivery.SetClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    private final SetClock clock = new SetClock();
    private final Patience patience = new Patience(clock);

    private boolean mayVisit(String mailbox) {
        return !patience.notBefore(mailbox).isAfter(clock.instant());
    }

    @Test
    void mailboxWaitsForAsLongAsItWasToldAndTheOthersGoOn() {
        patience.asked("a", Duration.ofMillis(299_961));

        assertThat(patience.notBefore("a")).isEqualTo(clock.instant().plusMillis(299_961));
        assertThat(mayVisit("b")).isTrue();

        clock.turn(FIVE_MINUTES);
        assertThat(mayVisit("a")).isTrue();
    }

    @Test
    void threeMailboxesWithinAMinuteMakeItTheTenantsMatterUntilTheLastOfThemMayGoOn() {
        patience.asked("a", FIVE_MINUTES);
        clock.turn(Duration.ofSeconds(20));
        patience.asked("b", FIVE_MINUTES);
        clock.turn(Duration.ofSeconds(20));
        patience.asked("c", FIVE_MINUTES);
        Instant last = clock.instant().plus(FIVE_MINUTES);

        assertThat(patience.notBefore("d")).isEqualTo(last);

        clock.turn(Duration.ofMinutes(4));
        assertThat(mayVisit("d")).as("long after the minute is over").isFalse();

        clock.turnTo(last);
        assertThat(mayVisit("d")).isTrue();
    }

    @Test
    void threeMailboxesOverSeveralMinutesAreThreeMailboxes() {
        for (String mailbox : new String[] {"a", "b", "c"}) {
            patience.asked(mailbox, FIVE_MINUTES);
            clock.turn(Duration.ofSeconds(61));
        }

        assertThat(mayVisit("d")).isTrue();
    }
}
