package dev.postern.crash;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Something that happens a little later, in a thread of its own, unless it is closed before. Used
/// by one thread.
final class Delayed implements AutoCloseable {

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<?> done;

    Delayed(Duration delay, Callable<?> deed) {
        done =
                thread.submit(() -> {
                    Thread.sleep(delay);
                    return deed.call();
                });
    }

    /// Interrupts it if it has not happened yet, and waits until it is over.
    ///
    /// @throws IOException if it failed
    @Override
    public void close() throws IOException {
        thread.shutdownNow();
        thread.close();
        try {
            done.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof InterruptedException
                    || e.getCause() instanceof ClosedByInterruptException)) {
                throw new IOException(e.getCause());
            }
        }
    }
}
