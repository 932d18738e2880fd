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
/// which were answered with 250. None is sent a second time. Safe for use by many threads.
final class SmtpLoad implements AutoCloseable {

    /// Who sends all of them.
    static final String SENDER = "noreply@example.cz";

    private static final String ONE = "razr@example.cz";
    private static final String OTHER = "faktury@example.cz";

    private static final int DEVICES = 4;
    private static final int BODY_MAX = 6_000;
    private static final int LARGE = 700_000;
    private static final int LARGE_EVERY = 20;
    private static final long AGAIN_NANOS = Duration.ofMillis(20).toNanos();

    private final int port;
    private final Semaphore wanted = new Semaphore(0);
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, String> promised = new ConcurrentHashMap<>();
    private final Map<Integer, String> begun = new ConcurrentHashMap<>();
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

    /// Whether nothing more is to be sent.
    boolean idle() {
        return wanted.availablePermits() == 0;
    }

    /// The bodies' digests of those that were answered with 250, by their numbers.
    Map<Integer, String> promised() {
        return Map.copyOf(promised);
    }

    /// The same of all that were begun to be sent.
    Map<Integer, String> begun() {
        return Map.copyOf(begun);
    }

    /// The Message-ID of a number.
    static String messageId(int number) {
        return "<" + number + "@load.example>";
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
            } catch (IOException | AssertionError _) { // killed, or has no room; or about to be
                LockSupport.parkNanos(AGAIN_NANOS);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void send(Client device, Random random) throws IOException {
        int number = numbers.incrementAndGet();
        String body = body(random, number);
        String digest = Letters.digest(body.strip().getBytes(StandardCharsets.US_ASCII));
        begun.put(number, digest);
        device.ask("MAIL FROM:<" + SENDER + ">", "250");
        device.ask("RCPT TO:<" + ONE + ">", "250");
        device.ask("RCPT TO:<" + OTHER + ">", "250");
        device.ask("DATA", "354");
        String header =
                "From: %s\r\nTo: %s, %s\r\nSubject: load %d\r\nMessage-ID: %s\r\n\r\n"
                        .formatted(SENDER, ONE, OTHER, number, messageId(number));
        device.ask(header + body + ".", "250 2.0.0");
        promised.put(number, digest);
    }

    private static String body(Random random, int number) {
        int size = number % LARGE_EVERY == 0 ? LARGE : random.nextInt(BODY_MAX);
        StringBuilder body = new StringBuilder();
        do {
            body.append("line ").append(random.nextLong()).append("\r\n");
        } while (body.length() < size);
        return body.toString();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
