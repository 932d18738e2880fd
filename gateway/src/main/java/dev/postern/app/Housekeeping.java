package dev.postern.app;

import dev.postern.event.Event;
import dev.postern.event.Events;
import dev.postern.queue.QueueDesk;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Forgets what has been remembered for long enough, and looks after what only time shows. [#start]
/// and [#close] are called once each.
final class Housekeeping implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMinutes(10);

    private final QueueDesk desk;
    private final Events events;
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("housekeeping").factory());

    Housekeeping(QueueDesk desk, Events events, InstantSource clock) {
        this.desk = desk;
        this.events = events;
        this.clock = clock;
    }

    /// A look at the store.
    @FunctionalInterface
    interface Look {
        void take() throws IOException, InterruptedException;
    }

    /// @param keep how long the history of a message is kept after its end
    /// @param look taken each time besides
    void start(Duration keep, Look look) {
        thread.execute(() -> run(keep, look));
    }

    private void run(Duration keep, Look look) {
        try {
            do {
                tidy(keep, look);
            } while (!closing.await(EVERY.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void tidy(Duration keep, Look look) throws InterruptedException {
        String subject = "history cannot be tidied";
        try {
            look.take();
            desk.prune(clock.instant().minus(keep));
            events.report(new Event.AlarmCleared(subject));
        } catch (IOException e) {
            events.report(new Event.AlarmRaised(subject, String.valueOf(e.getMessage())));
        }
    }

    @Override
    public void close() {
        closing.countDown();
        thread.shutdownNow();
        thread.close();
    }
}
