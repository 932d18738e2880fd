package dev.postern.crash;

import dev.postern.submission.Client;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Devices that send one message after the other, whatever becomes of the server, and remember
/// which were answered with 250. Safe for use by many threads.
final class SmtpLoad implements AutoCloseable {

    private static final int DEVICES = 4;
    private static final int BODY_MAX = 6_000;
    private static final int LARGE = 700_000;
    private static final int LARGE_EVERY = 50;
    private static final long AGAIN_NANOS = Duration.ofMillis(20).toNanos();

    private final int port;
    private final Semaphore wanted = new Semaphore(0);
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<String, String> promised = new ConcurrentHashMap<>();
    private final Map<String, String> begun = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    SmtpLoad(int port, long seed) {
        this.port = port;
        for (int i = 0; i < DEVICES; i++) {
            Random random = new Random(seed + i);
            threads.execute(() -> run(random));
        }
    }

    /// Lets so many more be sent; those not sent by then are sent, too.
    void send(int messages) {
        wanted.release(messages);
    }

    /// What is still to be sent.
    boolean idle() {
        return wanted.availablePermits() == 0;
    }

    /// The bodies' digests of those that were answered with 250, by their Message-IDs.
    Map<String, String> promised() {
        return Map.copyOf(promised);
    }

    /// The same of all that were begun to be sent.
    Map<String, String> begun() {
        return Map.copyOf(begun);
    }

    private void run(Random random) {
        while (!Thread.currentThread().isInterrupted()) {
            try (Client device = new Client(port)) {
                device.hear("220");
                device.ask("EHLO device", "250");
                while (true) {
                    wanted.acquire();
                    send(device, random);
                }
            } catch (IOException | AssertionError _) { // killed; or about to be
                LockSupport.parkNanos(AGAIN_NANOS);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void send(Client device, Random random) throws IOException {
        int number = numbers.incrementAndGet();
        String id = "<" + number + "@load.example>";
        String body = body(random, number);
        String digest = Letters.digest(body.getBytes(StandardCharsets.US_ASCII));
        begun.put(id, digest);
        device.ask("MAIL FROM:<device@example.cz>", "250");
        device.ask("RCPT TO:<a@contoso.com>", "250");
        device.ask("RCPT TO:<b@contoso.com>", "250");
        device.ask("DATA", "354");
        device.ask(
                "From: device@example.cz\r\nMessage-ID: " + id + "\r\n\r\n" + body + ".",
                "250 2.0.0");
        promised.put(id, digest);
    }

    private static String body(Random random, int number) {
        int size = number % LARGE_EVERY == 0 ? LARGE : random.nextInt(BODY_MAX);
        StringBuilder body = new StringBuilder();
        while (body.length() < size) {
            body.append("line ").append(random.nextLong()).append("\r\n");
        }
        return body.toString();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
