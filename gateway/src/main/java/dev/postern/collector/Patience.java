package dev.postern.collector;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// What the servers of one tenant asked of us in the way of patience.
///
/// A mailbox that was told to wait waits for as long as it was told. If several mailboxes are told
/// so within a minute, it is the tenant's budget that is used up: then all of its mailboxes wait,
/// so that the ones that were not told yet do not dig deeper. Other tenants go on. Safe for use by
/// many threads.
final class Patience {

    /// Mailboxes told to wait within a minute that make it the tenant's matter.
    private static final int TENANT_WIDE = 3;

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private record Told(Instant at, Instant until) {}

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Told> told = new HashMap<>();
    private Instant allUntil = Instant.EPOCH;

    Patience(InstantSource clock) {
        this.clock = clock;
    }

    /// Notes that the server told this mailbox to wait.
    void asked(String mailbox, Duration patience) {
        Instant now = clock.instant();
        lock.lock();
        try {
            told.values().removeIf(one -> !one.until().isAfter(now) && !recent(one, now));
            told.put(mailbox, new Told(now, now.plus(patience)));
            if (told.values().stream().filter(one -> recent(one, now)).count() >= TENANT_WIDE) {
                told.values().stream()
                        .map(Told::until)
                        .filter(until -> until.isAfter(allUntil))
                        .forEach(until -> allUntil = until);
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean recent(Told one, Instant now) {
        return one.at().plus(WINDOW).isAfter(now);
    }

    /// When this mailbox may be visited again; a moment that is past if it may be now.
    Instant notBefore(String mailbox) {
        lock.lock();
        try {
            Told own = told.get(mailbox);
            Instant until = own == null ? Instant.EPOCH : own.until();
            return until.isAfter(allUntil) ? until : allUntil;
        } finally {
            lock.unlock();
        }
    }
}
