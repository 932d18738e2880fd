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

/// Forgets what has been remembered for long enough. [#start] and [#close] are called once each.
final class Housekeeping implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMinutes(30);

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

    /// @param keep how long the history of a message is kept after its end
    void start(Duration keep) {
        thread.execute(() -> run(keep));
    }

    private void run(Duration keep) {
        try {
            do {
                tidy(keep);
            } while (!closing.await(EVERY.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void tidy(Duration keep) {
        String subject = "history cannot be tidied";
        try {
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
