package dev.postern.bench;

import dev.postern.collector.Assignment;
import dev.postern.collector.MailboxStatus;
import dev.postern.event.Event;
import dev.postern.peers.Installation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Postern: into its queue, or through it into files.
///
/// @param token opens the mailbox
/// @param messages how many there are
/// @param into where the messages are handed over to; if empty, they stay in the queue
record PosternContender(
        String name,
        Assignment assignment,
        String token,
        int messages,
        Optional<Installation.Into> into)
        implements Contender {

    private static final Duration ROUND_MAX = Duration.ofMinutes(5);

    @Override
    public Round collect(Path folder) throws IOException, InterruptedException {
        CountDownLatch left = new CountDownLatch(messages);
        try (Installation postern =
                        new Installation(
                                folder,
                                event -> count(event, left),
                                into.orElse(Installation.Into.FOLDER));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            postern.use(token);
            long begun = System.nanoTime();
            Future<?> lane =
                    threads.submit(() -> {
                        if (into.isPresent()) {
                            postern.lane().run();
                        }
                        return true;
                    });
            MailboxStatus status = postern.collector().visitOnce(assignment);
            if (status.trouble().isPresent()) {
                throw new IOException("Postern's visit failed: " + status.trouble().get());
            }
            if (!left.await(ROUND_MAX.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("Postern left %d messages".formatted(left.getCount()));
            }
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            postern.lane().stop();
            boolean _ = lane.isDone();
            return new Round(took, into.isPresent() ? postern.handedOver() : List.of());
        }
    }

    private void count(Event event, CountDownLatch left) {
        if (into.isPresent()
                ? event instanceof Event.HandedOver
                : event instanceof Event.Accepted) {
            left.countDown();
        }
    }
}
