package dev.postern.queue.sqlite;

import dev.postern.queue.QueueUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The one thread that writes: group commit.
///
/// Safe for use by many threads. Callers wait for their answer and hold nothing meanwhile.
final class Writer implements AutoCloseable {

    /* Why one thread.

    SQLite lets one connection write at a time anyway, and what a commit costs is the fsync, which
    is the same for one operation and for five hundred. So everything that waits while a commit is
    under way goes into the next one: the busier it is, the cheaper each operation gets, and alone
    it is not delayed at all. A platform thread, because it spends its life in native code, where
    a virtual one would pin its carrier.

    What a batch of operations is to the database stands in GroupCommit. */

    static final int WAITING_MAX = 4096;
    static final int BATCH_MAX = 512;

    /// How often the writer looks around: chores, other processes.
    static final Duration TICK = Duration.ofMillis(500);

    private static final Duration QUEUEING_MAX = Duration.ofSeconds(60);
    private static final Duration ANSWER_MAX = Duration.ofMinutes(5);
    private static final Duration CLOSING_MAX = Duration.ofSeconds(30);

    /// What else is to be done on the writer's thread.
    @FunctionalInterface
    interface Chores {
        /// Called about every [#TICK], between transactions. Must not throw.
        void tick(GroupCommit commits);
    }

    private final BlockingQueue<Ticket<?>> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final GroupCommit commits;
    private @Nullable Thread thread;
    private volatile boolean closing;
    private volatile boolean ended;

    Writer(GroupCommit commits) {
        this.commits = commits;
    }

    /// Called once, before anything else.
    void start(Chores chores) {
        thread = Thread.ofPlatform().name("queue-writer").daemon().start(() -> loop(chores));
    }

    /// Does this, in a transaction shared with others; returns after its commit. An interruption is
    /// kept for later.
    ///
    /// @throws QueueUnavailableException if the store failed; unless the text says otherwise,
    ///   nothing was done
    <T extends @Nullable Object> T run(Operation<T> operation) throws IOException {
        Ticket<T> ticket = new Ticket<>(operation);
        boolean interrupted = false;
        boolean queued = false;
        long end = System.nanoTime() + QUEUEING_MAX.toNanos();
        while (true) {
            try {
                if (!queued) {
                    enqueue(ticket, end);
                    queued = true;
                }
                awaitAnswer(ticket, end);
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return ticket.outcome();
    }

    /// The same, but an interruption takes the operation back as long as the writer has not begun
    /// it.
    ///
    /// @throws InterruptedException if it was taken back: nothing was done
    <T extends @Nullable Object> T runInterruptibly(Operation<T> operation)
            throws IOException, InterruptedException {
        Ticket<T> ticket = new Ticket<>(operation);
        long end = System.nanoTime() + QUEUEING_MAX.toNanos();
        enqueue(ticket, end);
        boolean interrupted = false;
        while (true) {
            try {
                awaitAnswer(ticket, end);
                break;
            } catch (InterruptedException e) {
                if (ticket.take()) {
                    throw e;
                }
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return ticket.outcome();
    }

    private void enqueue(Ticket<?> ticket, long end) throws IOException, InterruptedException {
        if (closing) {
            throw closed();
        }
        if (!waiting.offer(ticket, end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            throw new QueueUnavailableException(
                    "The queue is overloaded: %d operations have waited for %d s."
                            .formatted(WAITING_MAX, QUEUEING_MAX.toSeconds()));
        }
        if (ended && ticket.take()) {
            ticket.refuse(closed());
        }
    }

    private void awaitAnswer(Ticket<?> ticket, long end) throws IOException, InterruptedException {
        if (ticket.await(end - System.nanoTime())) {
            return;
        }
        if (ticket.take()) {
            throw new QueueUnavailableException(
                    "The queue's disk did not answer for %d s; nothing was done."
                            .formatted(QUEUEING_MAX.toSeconds()));
        }
        if (!ticket.await(ANSWER_MAX.toNanos())) {
            throw new QueueUnavailableException(
                    ("The queue's disk did not answer for %d s. Whether the operation was done is"
                                    + " not known.")
                            .formatted(ANSWER_MAX.toSeconds()));
        }
    }

    private static QueueUnavailableException closed() {
        return new QueueUnavailableException("The queue is closed.");
    }

    private void loop(Chores chores) {
        try {
            long nextTick = System.nanoTime();
            while (!closing || !waiting.isEmpty()) {
                commits.process(nextBatch());
                if (System.nanoTime() - nextTick >= 0) {
                    chores.tick(commits);
                    nextTick = System.nanoTime() + TICK.toNanos();
                }
            }
        } catch (InterruptedException _) {
            // nobody interrupts this thread but a test that wants it to end
        } finally {
            ended = true;
            refuseRest();
            commits.close();
        }
    }

    private List<Ticket<?>> nextBatch() throws InterruptedException {
        List<Ticket<?>> batch = new ArrayList<>();
        Ticket<?> first = waiting.poll(TICK.toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
            batch.add(first);
            waiting.drainTo(batch, BATCH_MAX - 1);
        }
        batch.removeIf(ticket -> !ticket.take());
        return batch;
    }

    private void refuseRest() {
        for (Ticket<?> ticket = waiting.poll(); ticket != null; ticket = waiting.poll()) {
            if (ticket.take()) {
                ticket.refuse(closed());
            }
        }
    }

    /// Finishes what waits, then ends the thread. Waits for that at most half a minute.
    @Override
    public void close() throws IOException {
        closing = true;
        boolean _ =
                waiting.offer(new Ticket<>(_ -> 0)); // wakes it; if there is no room, it is awake
        try {
            Thread started = thread;
            if (started != null && !started.join(CLOSING_MAX)) {
                throw new IOException(
                        "Closing the queue: its disk did not answer for %d s."
                                .formatted(CLOSING_MAX.toSeconds()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the queue was finishing its work.", e);
        }
    }
}
