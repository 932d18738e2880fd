package dev.postern.queue.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.event.Event;
import dev.postern.queue.QueueUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SpaceTest {

    private final AtomicLong usable = new AtomicLong(1000);
    private final List<Event> events = new ArrayList<>();
    private final Space space = new Space(usable::get, 400, events::add);

    @Test
    void enoughSpaceLetsEverythingIn() {
        assertThatCode(space::check).doesNotThrowAnyException();
        assertThatCode(() -> space.checkForLarge(0)).doesNotThrowAnyException();
    }

    @Test
    void belowTheReserveOnlyTheLargeAreRefused() {
        usable.set(399);
        space.look(0);

        assertThatCode(space::check).doesNotThrowAnyException();
        assertThatThrownBy(() -> space.checkForLarge(0))
                .isInstanceOf(QueueUnavailableException.class);
    }

    @Test
    void belowAQuarterOfTheReserveAllAreRefused() {
        usable.set(99);
        space.look(0);

        assertThatThrownBy(space::check)
                .isInstanceOf(QueueUnavailableException.class)
                .hasMessageContaining("Free some space");
    }

    @Test
    void freePagesInsideTheDatabaseAreSpaceToo() {
        usable.set(99);
        space.look(301);

        assertThatCode(space::check).doesNotThrowAnyException();
        assertThatCode(() -> space.checkForLarge(0)).doesNotThrowAnyException();
    }

    @Test
    void freePagesThatAreUsedUpDoNotCountAnyMore() throws Exception {
        usable.set(300);
        space.look(100);

        space.checkForLarge(60);

        assertThatThrownBy(() -> space.checkForLarge(60))
                .isInstanceOf(QueueUnavailableException.class);
    }

    /// Between two regular looks: what was let in is counted, and makes it look again.
    @Test
    void fastLineThatFillsTheDiskIsNoticedAtOnce() throws Exception {
        usable.set(500);
        space.look(0);
        space.check(150);
        usable.set(90);

        space.check(60);

        assertThatThrownBy(() -> space.check(1)).isInstanceOf(QueueUnavailableException.class);
        assertThat(events).hasExactlyElementsOfTypes(Event.AlarmRaised.class);
    }

    @Test
    void alarmIsRaisedOnceAndClearedWhenThereIsSpaceAgain() {
        usable.set(10);
        space.look(0);
        space.look(0);
        usable.set(1000);
        space.look(0);
        space.look(0);

        assertThat(events)
                .hasExactlyElementsOfTypes(Event.AlarmRaised.class, Event.AlarmCleared.class);
    }
}
