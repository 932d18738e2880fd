package dev.postern.delivery.smtp;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The sessions that rest between messages.
///
/// The one used last is used first, so that those not needed get old and are closed: by a thread of
/// its own, which lives while something rests. Safe for use by many threads; nobody waits here for
/// a server but that thread.
final class Sessions implements AutoCloseable {

    /// With as many senders as messages, every session would rest alone.
    private static final int RESTING_MAX = 64;

    private final SmtpWay.Keeping keeping;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final LinkedList<Session> resting = new LinkedList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private boolean watched;
    private boolean closed;

    Sessions(SmtpWay.Keeping keeping, InstantSource clock) {
        this.keeping = keeping;
        this.clock = clock;
    }

    /// A session of this mailbox that may be used further; it is the caller's now.
    Optional<Session> take(String mailbox) {
        lock.lock();
        try {
            for (Iterator<Session> all = resting.iterator(); all.hasNext(); ) {
                Session session = all.next();
                if (session.mailbox().equals(mailbox)
                        && session.good(keeping, clock.instant())
                        && session.restsUntil(keeping.idle()) - System.nanoTime() > 0) {
                    all.remove();
                    return Optional.of(session);
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// Gives a session back, to be kept or closed.
    void giveBack(Session session) {
        if (!session.good(keeping, clock.instant()) || !rest(session)) {
            session.quit();
        }
    }

    private boolean rest(Session session) {
        lock.lock();
        try {
            if (closed || keeping.idle().isZero()) {
                return false;
            }
            session.rest(System.nanoTime());
            resting.addFirst(session);
            if (!watched) {
                watched = true;
                threads.execute(this::watch);
            } else if (resting.size() > RESTING_MAX) {
                changed.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Closes what has rested long enough, until nothing rests.
    private void watch() {
        for (List<Session> over = over(); !over.isEmpty(); over = over()) {
            over.forEach(Session::quit);
        }
    }

    /// Waits for sessions that are to be closed; none if there are none left.
    private List<Session> over() {
        lock.lock();
        try {
            while (!resting.isEmpty() && !closed) {
                long wait = resting.getLast().restsUntil(keeping.idle()) - System.nanoTime();
                if (wait <= 0 || resting.size() > RESTING_MAX) {
                    return List.of(resting.removeLast());
                }
                long _ = changed.awaitNanos(wait);
            }
        } catch (InterruptedException _) {
            // We are closing, and whoever closes takes care of what rests.
        } finally {
            lock.unlock();
        }
        return nothingRests();
    }

    private List<Session> nothingRests() {
        lock.lock();
        try {
            watched = false;
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    /// Takes leave of all servers, at the same time.
    @Override
    public void close() {
        List<Session> left = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            left.addAll(resting);
            resting.clear();
            changed.signal();
        } finally {
            lock.unlock();
        }
        left.forEach(session -> threads.execute(session::quit));
        threads.shutdown();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                left.forEach(Session::hangUp);
            }
        } catch (InterruptedException _) {
            left.forEach(Session::hangUp);
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdownNow();
        }
    }
}
