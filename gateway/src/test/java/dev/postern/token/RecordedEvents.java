package dev.postern.token;

import dev.postern.event.Event;
import dev.postern.event.Events;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Keeps what was reported, in order.
final class RecordedEvents implements Events {

    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();

    @Override
    public void report(Event event) {
        events.add(event);
    }

    /// The next event; waits for it.
    Event next() throws InterruptedException {
        Event event = events.poll(10, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("no event was reported");
        }
        return event;
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    @Override
    public String toString() {
        return events.toString();
    }
}
