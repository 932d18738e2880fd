package dev.postern.event;

/// Where events are reported to. Must not block and must not throw; called from any thread.
@FunctionalInterface
public interface Events {

    void report(Event event);

    /// Reports to each of them in turn.
    static Events toAll(Iterable<? extends Events> listeners) {
        return event -> listeners.forEach(listener -> listener.report(event));
    }
}
