package dev.postern.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Clients that hand messages in at the same time, what smtp-source does, with TLS and a password
/// where they are demanded.
///
/// @param clients how many
/// @param kept whether a client sends all of its own on one connection
record Mailer(Postman.Door door, int clients, boolean kept) {

    /// Hands in so many messages.
    ///
    /// @param first the number of the first
    void send(Letter letter, int first, int messages) throws IOException, InterruptedException {
        AtomicInteger next = new AtomicInteger(first);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                all.add(threads.submit(() -> run(letter, next, first + messages)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a message was not taken: " + e.getCause(), e);
        }
    }

    private Void run(Letter letter, AtomicInteger next, int end) throws IOException {
        int number = next.getAndIncrement();
        while (number < end) {
            try (Postman postman = Postman.at(door)) {
                do {
                    postman.hand(letter, number);
                    number = next.getAndIncrement();
                } while (kept && number < end);
                postman.leave();
            }
        }
        return null;
    }
}
