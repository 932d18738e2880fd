package dev.postern.lab.mail.imap;

import dev.postern.lab.mail.SessionOver;
import dev.postern.lab.mail.Talk;
import dev.postern.lab.mail.fault.Fault;
import dev.postern.lab.mail.fault.Fault.Moment;
import dev.postern.lab.mail.net.BadLineException;
import dev.postern.lab.mail.store.Watchers;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// IDLE (RFC 2177): while the session's thread waits for DONE, another one announces.
///
/// The announcing thread has the session's output and its folder to itself until the session's
/// thread has told it to stop and has seen it end.
final class Idle {

    /// How often the clock is looked at while a fault may depend on it.
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final State state;
    private final Talk talk;
    private final Semaphore changes = new Semaphore(0);
    private final boolean silent;
    private volatile boolean done;

    Idle(State state) {
        this.state = state;
        talk = state.talk();
        silent = talk.take(Fault.SilentIdle.class).isPresent();
    }

    String run() throws IOException, Refusal {
        if (!state.can("IDLE")) {
            throw Refusal.badCommand();
        }
        talk.say("+ IDLE accepted, awaiting DONE command.");
        talk.flush();
        String line;
        try (Watchers.Watch _ = talk.exchange().faults().watchers().watch(changes::release);
                ExecutorService announcer = Executors.newVirtualThreadPerTaskExecutor()) {
            announcer.execute(this::announce);
            try {
                line = talk.connection().in().line(CommandReader.LINE_MAX);
            } catch (BadLineException _) {
                throw Refusal.badArgument();
            } finally {
                done = true;
                changes.release();
            }
        }
        if (talk.isOver()) {
            throw new SessionOver();
        }
        talk.dialogue().client(line);
        if (!line.equalsIgnoreCase("DONE")) {
            throw Refusal.badArgument();
        }
        return "OK IDLE completed.";
    }

    private void announce() {
        try {
            Optional<Watchers.Watch> watch =
                    state.selection().map(one -> one.folder().watchers().watch(changes::release));
            try {
                announceUntilDone();
            } finally {
                watch.ifPresent(Watchers.Watch::close);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the lab ends, and with it the session
        } catch (IOException e) {
            talk.dialogue().remark("idle ended: " + e.getMessage());
            talk.end();
            hangUp();
        }
    }

    private void announceUntilDone() throws IOException, InterruptedException {
        while (!done) {
            if (!silent) {
                state.tellNews();
            }
            talk.endWithToken();
            talk.interject(Moment.FIRST);
            talk.flush();
            boolean faulty = !talk.exchange().faults().list().isEmpty();
            Duration wait = faulty ? LOOK : LONGEST;
            boolean _ = changes.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
            changes.drainPermits();
        }
    }

    private void hangUp() {
        try {
            talk.connection().hangUp();
        } catch (IOException e) {
            talk.dialogue().remark("could not close: " + e.getMessage());
        }
    }
}
