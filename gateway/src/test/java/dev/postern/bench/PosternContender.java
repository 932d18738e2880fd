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
/// @param assignments the mailboxes; a single one is visited once, several are collected at the
///   same time
/// @param token opens them
/// @param messages how many there are
/// @param into where the messages are handed over to; if empty, they stay in the queue
record PosternContender(
        List<Assignment> assignments, String token, int messages, Optional<Installation.Into> into)
        implements Contender {

    private static final Duration ROUND_MAX = Duration.ofMinutes(5);

    PosternContender {
        assignments = List.copyOf(assignments);
    }

    @Override
    public String name() {
        return "postern";
    }

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
            Duration cpu = Cost.own();
            long begun = System.nanoTime();
            Future<?> lane =
                    threads.submit(() -> {
                        if (into.isPresent()) {
                            postern.lane().run();
                        }
                        return true;
                    });
            visit(postern);
            if (!left.await(ROUND_MAX.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("Postern left %d messages".formatted(left.getCount()));
            }
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            cpu = Cost.own().minus(cpu);
            postern.lane().stop();
            boolean _ = lane.isDone();
            return into.isPresent()
                    ? new Round(took, cpu, postern.handedOver())
                    : new Round(took, cpu, messages, List.of());
        }
    }

    private void visit(Installation postern) throws IOException, InterruptedException {
        if (assignments.size() > 1) {
            postern.collector().start(assignments);
            return;
        }
        MailboxStatus status = postern.collector().visitOnce(assignments.getFirst());
        if (status.trouble().isPresent()) {
            throw new IOException("Postern's visit failed: " + status.trouble().get());
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
