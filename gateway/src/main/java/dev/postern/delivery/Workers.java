package dev.postern.delivery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Lets several virtual threads do the same work, and waits for all of them.
final class Workers {

    private Workers() {}

    /// Runs the work so many times in parallel.
    ///
    /// If the caller is interrupted, the workers are too. The first failure is rethrown after all
    /// have ended.
    ///
    /// @return the results
    static <T> List<T> run(int count, Callable<T> work) throws IOException, InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                futures.add(threads.submit(work));
            }
            List<T> results = new ArrayList<>();
            try {
                for (Future<T> future : futures) {
                    results.add(result(future));
                }
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw e;
            }
            return results;
        }
    }

    /// Waits for a task, and returns or throws what it did.
    static <T> T result(Future<T> task) throws IOException, InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw rethrown(Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private static IOException rethrown(Throwable cause) throws InterruptedException {
        return switch (cause) {
            case InterruptedException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case IOException e -> e;
            default -> new IOException("a hand-over ended unexpectedly", cause);
        };
    }
}
