package dev.postern.app;

import dev.postern.event.Event;
import dev.postern.event.Events;
import dev.postern.queue.DeliveryState;
import dev.postern.queue.QueueDesk;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Messages that wait for a destination that the settings do not have, and so for ever: a person
/// must know. Safe for use by many threads.
final class Orphans {

    private final Events events;
    private final Set<String> told = new HashSet<>();

    Orphans(Events events) {
        this.events = events;
    }

    /// Raises an alarm for each such destination, and clears what is over.
    synchronized void look(QueueDesk.Level level, Set<String> destinations) {
        Set<String> candidates = new TreeSet<>(level.deliveries().keySet());
        candidates.addAll(told);
        for (String name : candidates) {
            long waiting = waiting(level.deliveries().getOrDefault(name, Map.of()));
            if (waiting > 0 && !destinations.contains(name)) {
                told.add(name);
                events.report(
                        new Event.AlarmRaised(
                                subject(name),
                                ("%d messages wait for it. Put it back into the settings, or take them"
                                                + " out: postern queue export, postern queue delete")
                                        .formatted(waiting)));
            } else if (told.remove(name)) {
                events.report(new Event.AlarmCleared(subject(name)));
            }
        }
    }

    private static long waiting(Map<DeliveryState, Long> counts) {
        return counts.getOrDefault(DeliveryState.WAITING, 0L)
                + counts.getOrDefault(DeliveryState.SENDING, 0L);
    }

    private static String subject(String destination) {
        return "destination " + destination + " is not in the settings";
    }
}
