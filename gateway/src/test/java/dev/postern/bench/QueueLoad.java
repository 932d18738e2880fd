package dev.postern.bench;

import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.queue.Acceptance;
import dev.postern.queue.Claim;
import dev.postern.queue.Offer;
import dev.postern.queue.Origin;
import dev.postern.queue.Outcome;
import dev.postern.queue.QueueStore;
import dev.postern.queue.Reception;
import dev.postern.queue.Shipment;
import dev.postern.queue.Submitter;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Puts messages of many senders, each to one recipient, into a queue, and takes them out again.
final class QueueLoad {

    private static final int THREADS = 128;
    private static final int SENDERS = 100;
    private static final int CLAIMERS = 3;
    private static final int CLAIM = 200;
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final double MICROS = 1e3;

    private final QueueStore store;
    private final byte[] octets;
    private final AtomicInteger numbers = new AtomicInteger();

    /// @param size octets of a message
    QueueLoad(QueueStore store, int size) {
        this.store = store;
        this.octets = new byte[size];
        new Random(1).nextBytes(octets);
    }

    /// Accepts messages in many threads.
    ///
    /// @param perCall so many in one transaction
    void accept(int messages, int perCall, String destination)
            throws IOException, InterruptedException {
        AtomicInteger left = new AtomicInteger(messages);
        inThreads(
                THREADS,
                () -> {
                    for (int before = left.getAndAdd(-perCall);
                            before > 0;
                            before = left.getAndAdd(-perCall)) {
                        accept(destination, Math.min(perCall, before));
                    }
                    return null;
                });
    }

    private void accept(String destination, int count) throws IOException, InterruptedException {
        List<Offer> offers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Reception reception = store.intake().begin();
            reception.write(octets, 0, octets.length);
            int number = numbers.incrementAndGet();
            offers.add(
                    new Offer(
                            reception,
                            origin(number),
                            "bench",
                            List.of(new Shipment(List.of(destination), List.of(0))),
                            Optional.of("<" + number + "@example.cz>"),
                            Optional.empty()));
        }
        for (Acceptance acceptance : store.intake().accept(offers)) {
            if (!(acceptance instanceof Acceptance.Taken)) {
                throw new IOException("a message was not taken: " + acceptance);
            }
        }
    }

    private static Origin origin(int number) {
        AddrSpec sender = AddrSpec.of("sender" + number % SENDERS + "@example.cz");
        Recipient recipient = Recipient.of(AddrSpec.of("someone@contoso.com"));
        return new Origin.Submitted(
                new Envelope(Optional.of(sender), List.of(recipient), Envelope.Options.NONE),
                new Submitter("bench", "127.0.0.1", "bench.example.cz", "ESMTPSA"));
    }

    /// Claims messages, reads and settles each.
    void drain(int messages, String destination) throws IOException, InterruptedException {
        AtomicInteger left = new AtomicInteger(messages);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            inThreads(CLAIMERS, () -> drain(destination, left, threads));
        }
    }

    private Void drain(String destination, AtomicInteger left, ExecutorService threads)
            throws IOException, InterruptedException, ExecutionException {
        while (left.get() > 0) {
            List<Claim> claims = store.outlet().claim(destination, CLAIM, LEASE);
            List<Future<?>> settled = new ArrayList<>();
            for (Claim claim : claims) {
                settled.add(threads.submit(() -> handOver(claim)));
            }
            for (Future<?> one : settled) {
                one.get();
            }
            left.addAndGet(-claims.size());
            if (claims.isEmpty() && left.get() > 0) {
                store.outlet().await(destination, LOOK_EVERY);
            }
        }
        return null;
    }

    private Void handOver(Claim claim) throws IOException {
        try (InputStream in = store.outlet().open(claim.message().id())) {
            if (!Arrays.equals(in.readAllBytes(), octets)
                    || !store.outlet().settle(claim, new Outcome.Delivered("250 OK"))) {
                throw new IOException("a message was not handed over");
            }
        }
        return null;
    }

    /// How long it takes to claim some of what waits, in microseconds; they are given back.
    ///
    /// @param times so often; the median counts
    double claimMicros(String destination, int times) throws IOException {
        long[] taken = new long[times];
        for (int i = 0; i < times; i++) {
            long begun = System.nanoTime();
            List<Claim> claims = store.outlet().claim(destination, CLAIM, LEASE);
            taken[i] = System.nanoTime() - begun;
            if (claims.size() != CLAIM) {
                throw new IOException("%d were claimed".formatted(claims.size()));
            }
            store.outlet().release(claims);
        }
        Arrays.sort(taken);
        return taken[times / 2] / MICROS;
    }

    private static void inThreads(int count, Callable<Void> work)
            throws IOException, InterruptedException {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(executor.submit(work));
            }
            for (Future<Void> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("the queue failed: " + e.getCause(), e);
        }
    }
}
