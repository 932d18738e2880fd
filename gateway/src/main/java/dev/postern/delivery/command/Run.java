package dev.postern.delivery.command;

import dev.postern.delivery.Parcel;
import dev.postern.delivery.Words;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// One running program: fed, listened to, and ended if it takes too long.
///
/// Used by the thread that started it, once.
final class Run {

    private static final int OUTPUT_KEPT = 4 * 1024;
    private static final Duration AFTER_END = Duration.ofSeconds(2);

    private final Process process;
    private final Parcel parcel;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    Run(Process process, Parcel parcel) {
        this.process = process;
        this.parcel = parcel;
    }

    /// Waits for the end of the program, and kills it when the time is over.
    ///
    /// @return whether it ended by itself, in time
    boolean await(Duration limit) throws InterruptedException {
        /* Threads of the platform, and not bound to this method: a grandchild that outlives the
         * program may keep the pipes open, reading and writing them cannot be interrupted, and the
         * hand-over must not wait for that. They end with the pipes. */
        Thread feeder = start("feeds ", this::feed);
        Thread listener = start("listens to ", this::listen);
        try {
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                kill();
            }
            boolean _ = listener.join(AFTER_END) && feeder.join(AFTER_END);
            return ended;
        } finally {
            if (process.isAlive()) {
                kill();
            }
        }
    }

    private Thread start(String does, Runnable work) {
        return Thread.ofPlatform()
                .daemon()
                .name("postern " + does + "command of " + parcel.message().id())
                .start(work);
    }

    private void feed() {
        try (OutputStream in = process.getOutputStream()) {
            copy(in);
        } catch (IOException _) {
            // A program need not read its input: its exit status counts.
        }
    }

    private void copy(OutputStream in) throws IOException {
        try (InputStream message = parcel.open()) {
            message.transferTo(in);
        } catch (IOException e) {
            if (parcel.readFailure().isPresent()) {
                // Before its input ends, so that it cannot take a part for the whole.
                kill();
            }
            throw e;
        }
    }

    private void listen() {
        byte[] chunk = new byte[4 * 1024];
        try (InputStream said = process.getInputStream()) {
            for (int n = said.read(chunk); n >= 0; n = said.read(chunk)) {
                keep(chunk, n);
            }
        } catch (IOException _) {
            // The program is gone; what it said until then is kept.
        }
    }

    private void keep(byte[] chunk, int count) {
        synchronized (output) {
            output.write(chunk, 0, Math.min(count, OUTPUT_KEPT - output.size()));
        }
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    int exitStatus() {
        return process.exitValue();
    }

    /// What the program wrote, on one line.
    String words() {
        synchronized (output) {
            return Words.clean(output.toString(StandardCharsets.UTF_8));
        }
    }
}
