package dev.postern.queue.sqlite;

import dev.postern.event.Events;
import dev.postern.queue.QueueUnavailableException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Keeps some of the disk free, so that what was accepted can still be settled when it fills up.
///
/// A full disk cannot note that a message was handed over, and would hand it over again. So intake
/// stops before: the large messages first. Safe for use by many threads.
final class Space {

    static final String SUBJECT = "queue space";

    /// Of the reserve: below this part of it nothing is taken in.
    private static final int LAST_PART = 4;

    /// What is written is in the log first, and in the database after that.
    private static final int COPIES = 2;

    private final LongSupplier usable;
    private final long reserve;
    private final Alarm alarm;
    private final AtomicLong freeInside = new AtomicLong();

    /// Octets let in since the last look.
    private final AtomicLong since = new AtomicLong();

    private volatile long seen;

    /// @param usable octets that can still be written
    Space(LongSupplier usable, long reserve, Events events) {
        this.usable = usable;
        this.reserve = reserve;
        this.alarm = new Alarm(SUBJECT, events);
        this.seen = usable.getAsLong();
    }

    /// Looks at the disk. Called regularly by one thread, and by others when it matters.
    ///
    /// @param inside octets of the database that are free to be written again
    void look(long inside) {
        freeInside.set(inside);
        since.set(0);
        seen = usable.getAsLong() + inside;
        if (seen >= reserve) {
            alarm.clear();
        } else if (alarm.reason().isEmpty()) {
            alarm.raise(text()); // once: the figure in it changes all the time
        }
    }

    /// Lets small messages pass.
    ///
    /// @throws QueueUnavailableException if not even a small message should be taken in
    void check() throws QueueUnavailableException {
        if (seen - since.get() < reserve / LAST_PART) {
            look(freeInside.get());
        }
        if (seen < reserve / LAST_PART) {
            throw new QueueUnavailableException(text());
        }
    }

    /// Lets a message pass whose octets were held in memory, and counts them until the next look:
    /// between two regular ones a fast line could fill the disk.
    ///
    /// @param octets to be written now
    /// @throws QueueUnavailableException if it should not be taken in
    void check(long octets) throws QueueUnavailableException {
        check();
        since.addAndGet(COPIES * octets);
    }

    /// Looks at the disk for the sake of one large message. What it will take of the database's
    /// free pages is counted until the next [#look].
    ///
    /// @param octets to be written now
    /// @throws QueueUnavailableException if it should not be taken in
    void checkForLarge(int octets) throws QueueUnavailableException {
        seen = usable.getAsLong() + Math.max(0, freeInside.getAndAdd(-octets));
        if (seen < reserve) {
            throw new QueueUnavailableException(text());
        }
    }

    private String text() {
        return ("The queue's disk has %d MiB left, and %d MiB are kept for what was accepted: large"
                        + " messages are refused, and below %d MiB all. Free some space.")
                .formatted(seen >> 20, reserve >> 20, (reserve / LAST_PART) >> 20);
    }
}
