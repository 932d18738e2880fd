package dev.postern.collector;

import dev.postern.event.Event;
import dev.postern.queue.ServerId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Collects from one mailbox for as long as the service runs.
///
/// [#run] is for one thread of its own and returns after [#stop]. Between visits it listens by IMAP
/// IDLE in slices of at most ten minutes, since longer ones are cut silently by middle boxes; and
/// it visits at every round all the same, since a server may forget to tell. [#stop], [#visitNow]
/// and [#status] may be called from any thread.
final class MailboxCollector implements Runnable {

    /// RFC 2177 allows 29 minutes; address translators forget connections far sooner.
    private static final Duration IDLE_SLICE = Duration.ofMinutes(10);

    /// After a visit that failed for want of a connection or a server.
    private static final Duration FIRST_RETRY = Duration.ofSeconds(10);

    /// Messages refused in a visit without a single success that make it the server's matter.
    private static final int BARREN = 3;

    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

    /// How long after its time a visit is cut; it should have ended by itself.
    private static final Duration GRACE = Duration.ofMinutes(1);

    private record Running(Visit visit, Instant cutAt) {}

    private final MailboxPlan plan;
    private final Sessions sessions;
    private final Surroundings around;
    private final Patience patience;
    private final RandomGenerator random;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final AtomicReference<MailboxStatus> status;
    private final AtomicReference<@Nullable Session> session = new AtomicReference<>();
    private final AtomicReference<@Nullable Running> running = new AtomicReference<>();

    /// Messages that were in hand when a session broke, until the mailbox was visited without one.
    private final Set<ServerId> suspects = new HashSet<>();

    private boolean barren;

    private int listensBroken;
    private volatile boolean stopping;
    private boolean visitAsked;

    MailboxCollector(
            MailboxPlan plan,
            Sessions sessions,
            Surroundings around,
            Patience patience,
            RandomGenerator random) {
        this.plan = plan;
        this.sessions = sessions;
        this.around = around;
        this.patience = patience;
        this.random = random;
        Instant now = around.clock().instant();
        this.status =
                new AtomicReference<>(
                        new MailboxStatus(
                                plan.name(),
                                MailboxStatus.Activity.WAITING,
                                now,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                0,
                                now));
    }

    MailboxPlan plan() {
        return plan;
    }

    MailboxStatus status() {
        return status.get();
    }

    /// Sets the moment of the first visit, so that many mailboxes do not all begin at once.
    void firstVisit(Instant at) {
        update(now -> now.dueAt(at));
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                if (waitForTheRound()) {
                    visit();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            endSession();
            update(now -> now.now(MailboxStatus.Activity.STOPPED));
        }
    }

    /// Asks for a visit as soon as the one that may be going on is over.
    void visitNow() {
        wake(() -> visitAsked = true);
    }

    /// Ends [#run] after the batches of messages in hand.
    void stop() {
        wake(() -> stopping = true);
    }

    /// Cuts the visit that is going on if it should have been over for a while: whatever it waits
    /// for does not come. The message in hand, if it is one, has failed then.
    void cutOverdueVisit() {
        Running now = running.get();
        if (now != null && around.clock().instant().isAfter(now.cutAt())) {
            now.visit().cut();
        }
    }

    private void wake(Runnable change) {
        lock.lock();
        try {
            change.run();
            woken.signalAll();
        } finally {
            lock.unlock();
        }
        if (status.get().activity() == MailboxStatus.Activity.LISTENING) {
            endSession();
        }
    }

    /// Waits until the next round is due, somebody asks for a visit, or the server has news.
    ///
    /// @return whether to visit now
    private boolean waitForTheRound() throws InterruptedException {
        while (!stopping) {
            Duration wait = Duration.between(around.clock().instant(), status.get().next());
            if (wait.isNegative() || wait.isZero()) {
                return true;
            }
            if (session.get() != null ? listenOnce() : sleep(wait)) {
                return true;
            }
        }
        return false;
    }

    /// Sleeps, at most this long: somebody may set the clock meanwhile.
    ///
    /// @return whether to visit now
    private boolean sleep(Duration wait) throws InterruptedException {
        lock.lock();
        try {
            long left = wait.toNanos();
            while (left > 0 && !visitAsked && !stopping) {
                left = woken.awaitNanos(left);
            }
            boolean asked = visitAsked;
            visitAsked = false;
            return asked || left <= 0;
        } finally {
            lock.unlock();
        }
    }

    /// Listens until there is news, somebody asks for a visit, or a slice of the wait is over.
    ///
    /// @return whether to visit now
    boolean listenOnce() {
        Session listening = session.get();
        if (listening == null) {
            return takeVisitAsked();
        }
        Duration wait = Duration.between(around.clock().instant(), status.get().next());
        Duration untilRenewal = Duration.between(around.clock().instant(), listening.renewBefore());
        if (untilRenewal.isNegative() || untilRenewal.isZero()) {
            endSession();
            return true;
        }
        update(now -> now.now(MailboxStatus.Activity.LISTENING));
        if (stopping || takeVisitAsked()) {
            // Said just before we were seen to listen, so nobody would wake us.
            return !stopping;
        }
        try {
            boolean news = listening.awaitNews(shortest(wait, IDLE_SLICE, untilRenewal));
            listensBroken = 0;
            return news || takeVisitAsked();
        } catch (SessionEndedException e) {
            stoppedListening(e);
            return takeVisitAsked();
        } catch (IOException e) {
            endSession();
            failed(e.getMessage(), around.clock().instant().plus(backoff(listensBroken++)));
            return takeVisitAsked();
        } finally {
            update(now -> now.now(MailboxStatus.Activity.WAITING));
        }
    }

    /// The connection ended while nothing was in hand. A new visit finds out whether that means
    /// anything, but not at once: a server that cuts every listener must not be visited in a storm.
    private void stoppedListening(SessionEndedException e) {
        endSession();
        Instant soon =
                switch (e.why()) {
                    case THROTTLED -> nextAfter(e);
                    case LOST, TOKEN_ENDED, UNAVAILABLE, REFUSED ->
                            status.get().silentSince().plus(backoff(listensBroken++));
                };
        update(now -> soon.isBefore(now.next()) ? now.dueAt(soon) : now);
    }

    private boolean takeVisitAsked() {
        lock.lock();
        try {
            boolean asked = visitAsked;
            visitAsked = false;
            return asked;
        } finally {
            lock.unlock();
        }
    }

    /// Makes one visit and notes how it went. Never throws but for interruption.
    void visit() throws InterruptedException {
        Instant began = around.clock().instant();
        Instant allowed = patience.notBefore(plan.name());
        if (allowed.isAfter(began)) {
            update(now -> now.dueAt(allowed));
            return;
        }
        update(now -> now.now(MailboxStatus.Activity.VISITING));
        Visit visit = new Visit(plan, around, suspects, barren, () -> stopping);
        Instant end = began.plus(plan.bounds().visitMax());
        running.set(new Running(visit, end.plus(GRACE)));
        try {
            Session first = session.getAndSet(null);
            Session last = visit.run(first != null ? first : sessions.open(end), sessions, end);
            keepOrLeave(visit, last);
            succeeded(visit.report(), began);
        } catch (SessionEndedException e) {
            failed(e.words(), nextAfter(e));
        } catch (IOException e) {
            // Not the mailbox but our own store.
            failed(e.getMessage(), around.clock().instant().plus(backoff(status.get().failures())));
        } catch (RuntimeException e) {
            // Our own mistake must not end the collecting from this mailbox in silence.
            failed(
                    "a defect of Postern: " + e,
                    around.clock().instant().plus(backoff(status.get().failures())));
        } finally {
            running.set(null);
        }
    }

    /// A session is kept for listening; otherwise the server sees us leave.
    private void keepOrLeave(Visit visit, Session last) throws IOException {
        if (plan.rhythm().idle() && !stopping && last.canAwaitNews()) {
            session.set(last);
            return;
        }
        visit.leave(last);
    }

    private void succeeded(VisitReport report, Instant began) {
        Instant now = around.clock().instant();
        Instant next = report.more() ? now : nextRound(began, report);
        if (report.left() == 0) {
            suspects.clear();
        }
        noteWhetherBarren(report);
        update(before -> before.succeeded(now, report, next));
        around.events()
                .report(
                        new Event.Visited(
                                plan.name(),
                                report.taken(),
                                report.left(),
                                report.failed(),
                                Duration.between(began, now)));
    }

    /// Many messages refused and none got: that is the server's illness and not the messages', so
    /// they are not given up while it lasts, and a person is told.
    private void noteWhetherBarren(VisitReport report) {
        if (report.taken() > 0 || report.left() == 0) {
            barren = false;
        } else if (report.failed() >= BARREN) {
            barren = true;
        }
        String subject = MailboxAlarms.barren(plan.name());
        around.events()
                .report(
                        barren
                                ? new Event.AlarmRaised(
                                        subject,
                                        "The server announces messages for mailbox %s and delivers none of them (%d failed in the last visit). They stay in the mailbox and are tried again."
                                                .formatted(plan.name(), report.failed()))
                                : new Event.AlarmCleared(subject));
    }

    private void failed(@Nullable String message, Instant next) {
        String reason = message == null ? "unknown" : message;
        update(before -> before.failed(reason, next));
        around.events()
                .report(new Event.VisitFailed(plan.name(), reason, status.get().failures(), next));
    }

    /// The round's length counts from begin to begin and varies by a twentieth, so that mailboxes
    /// spread out.
    private Instant nextRound(Instant began, VisitReport report) {
        Duration every = plan.rhythm().every();
        Duration wait =
                every.plusMillis((long) (every.toMillis() * (random.nextDouble() - 0.5) / 10));
        Instant next = began.plus(wait);
        Instant now = around.clock().instant();
        Instant retry = report.retryAt().orElse(next);
        Instant soonest = retry.isBefore(next) ? retry : next;
        return soonest.isBefore(now) ? now : soonest;
    }

    private Instant nextAfter(SessionEndedException e) {
        Instant now = around.clock().instant();
        return switch (e.why()) {
            case THROTTLED -> {
                Duration wait = e.patience().orElse(backoff(status.get().failures()));
                patience.asked(plan.name(), wait);
                around.events().report(new Event.Throttled(plan.name(), wait));
                yield now.plus(wait);
            }
            case LOST, UNAVAILABLE, TOKEN_ENDED ->
                    now.plus(e.patience().orElse(backoff(status.get().failures())));
            case REFUSED -> now.plus(longest(plan.rhythm().every(), Duration.ofMinutes(1)));
        };
    }

    private Duration backoff(int failures) {
        Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(failures, 10));
        Duration cap = longest(plan.rhythm().every(), LONGEST_RETRY);
        Duration bounded = shortest(wait, cap);
        return bounded.plusMillis((long) (bounded.toMillis() * random.nextDouble() / 10));
    }

    /// Ends the session that is kept between two visits, if there is one.
    void endSession() {
        Session open = session.getAndSet(null);
        if (open != null) {
            open.close();
        }
    }

    private void update(UnaryOperator<MailboxStatus> change) {
        status.updateAndGet(change);
    }

    private static Duration shortest(Duration first, Duration... more) {
        Duration least = first;
        for (Duration one : more) {
            least = one.compareTo(least) < 0 ? one : least;
        }
        return least;
    }

    private static Duration longest(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
