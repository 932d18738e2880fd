package dev.postern.event;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps account of the alarms that are on, and sees that each is told once.
///
/// Who raises an alarm may raise it as often as he likes: only the first reaches the listener
/// behind, and a clearing only if there was something to clear. All other events pass. Safe for use
/// by many threads.
public final class Alarms implements Events {

    /// More would mean that subjects are made up without bound.
    private static final int ALARMS_MAX = 10_000;

    /// An alarm that is on.
    ///
    /// @param text what was said last
    /// @param since when it was raised first
    public record Alarm(String subject, String text, Instant since) {}

    private final Events behind;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Alarm> on = new LinkedHashMap<>();

    public Alarms(Events behind, InstantSource clock) {
        this.behind = behind;
        this.clock = clock;
    }

    @Override
    public void report(Event event) {
        boolean news =
                switch (event) {
                    case Event.AlarmRaised(String subject, String text) -> raised(subject, text);
                    case Event.AlarmCleared(String subject) -> cleared(subject);
                    case Event other -> true;
                };
        if (news) {
            behind.report(event);
        }
    }

    private boolean raised(String subject, String text) {
        lock.lock();
        try {
            Alarm before = on.get(subject);
            if (before == null && on.size() >= ALARMS_MAX) {
                return true;
            }
            on.put(
                    subject,
                    new Alarm(subject, text, before == null ? clock.instant() : before.since()));
            return before == null;
        } finally {
            lock.unlock();
        }
    }

    private boolean cleared(String subject) {
        lock.lock();
        try {
            return on.remove(subject) != null;
        } finally {
            lock.unlock();
        }
    }

    /// The alarms that are on, the oldest first.
    public List<Alarm> current() {
        lock.lock();
        try {
            return new ArrayList<>(on.values());
        } finally {
            lock.unlock();
        }
    }
}
