package dev.postern.delivery;

import dev.postern.event.Event;
import dev.postern.queue.StoredMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// A lane on the bench: its queue, its destination and its clock in the hands of a test.
final class LaneBench {

    static final String NAME = "razr-inbox";
    static final RetrySchedule RETRY =
            new RetrySchedule(Duration.ofSeconds(10), Duration.ofMinutes(1), 5, Duration.ofDays(5));
    static final Answer ERROR = new Answer.NotNow("500 broken", Answer.Cause.UNKNOWN);
    static final Answer AWAY = new Answer.NotNow("connection refused", Answer.Cause.DESTINATION);

    final SetClock clock = new SetClock();
    final MemoryOutlet outlet = new MemoryOutlet(clock);
    final SinkAgent sink;
    final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    Lane lane;

    LaneBench() {
        this(Limits.none());
    }

    LaneBench(Limits limits) {
        this(limits, 1);
    }

    /// @param batch how many messages the destination takes at once
    LaneBench(Limits limits, int batch) {
        sink = new SinkAgent(batch);
        lane = newLane(limits);
    }

    private Lane newLane(Limits limits) {
        return new Lane(
                new Destination(NAME, sink, limits, RETRY),
                outlet,
                events::add,
                clock,
                new Random(7));
    }

    /// As after a restart: nothing is known of what was.
    void restart() {
        lane = newLane(Limits.none());
    }

    StoredMessage accept() {
        return outlet.accept(NAME, "Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    List<StoredMessage> accept(int count) {
        List<StoredMessage> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(accept());
        }
        return messages;
    }

    /// Lets the time go by in steps of a second, the lane doing whatever is due.
    void letPass(Duration time) throws IOException, InterruptedException {
        Instant end = clock.instant().plus(time);
        while (clock.instant().isBefore(end)) {
            lane.runDue();
            clock.turn(Duration.ofSeconds(1));
        }
        lane.runDue();
    }

    <T extends Event> List<T> reported(Class<T> kind) {
        return List.copyOf(events).stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
