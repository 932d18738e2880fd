package dev.postern.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.delivery.SetClock;
import dev.postern.event.Alarms;
import dev.postern.event.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SilenceWatchTest {

    private final SetClock clock = new SetClock();
    private final List<Event> told = new ArrayList<>();
    private final SilenceWatch watch = new SilenceWatch(new Alarms(told::add, clock), clock);
    private final MailboxPlan plan =
            new MailboxPlan(
                    "razr",
                    "razr@example.cz",
                    "INBOX",
                    new MailboxPlan.After.Keep(),
                    MailboxPlan.Start.ALL,
                    List.of("inbox"),
                    new MailboxPlan.Rhythm(Duration.ofMinutes(5), false, Duration.ofMinutes(15)),
                    new MailboxPlan.Bounds(1000, Duration.ofMinutes(5), 3));
    private MailboxStatus status =
            new MailboxStatus(
                    "razr",
                    MailboxStatus.Activity.WAITING,
                    clock.instant(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    clock.instant());

    @Test
    void silenceIsToldOnceAndItsEndOnce() {
        watch.look(plan, status);
        assertThat(told).isEmpty();

        clock.turn(Duration.ofMinutes(15).plusSeconds(1));
        status = status.failed("NO mailbox is away", clock.instant());
        watch.look(plan, status);
        clock.turn(Duration.ofHours(3));
        watch.look(plan, status);
        assertThat(told).hasSize(1);
        assertThat(told.getFirst()).isInstanceOf(Event.AlarmRaised.class);
        assertThat(((Event.AlarmRaised) told.getFirst()).text())
                .contains("15 minutes", "NO mailbox is away");

        VisitReport report = new VisitReport(0, 0, 0, 0, 0, 0, false, Optional.empty());
        status = status.succeeded(clock.instant(), report, clock.instant());
        watch.look(plan, status);
        watch.look(plan, status);
        assertThat(told).hasSize(2);
        assertThat(told.getLast()).isEqualTo(new Event.AlarmCleared("mailbox razr silent"));
    }
}
