package dev.postern.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// Devices that together send a steady number of messages a second, each on a connection that it
/// keeps for a while. What is not answered with 250 is not sent again, and may arrive or not.
final class Devices {

    /// Messages on one connection.
    private static final int KEPT_FOR = 20;

    private static final int BODY = 3_700;
    private static final int LARGE = 1_000_000;

    /// One in so many is large; one in so many goes by Exchange, whose mailboxes take 30 a minute.
    private static final int LARGE_EVERY = 500;

    private static final int EXCHANGE_EVERY = 60;
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);
    private static final Duration LATE_MAX = Duration.ofSeconds(5);

    private final Service service;
    private final InstantSource clock;
    private final Readings readings;
    private final Diary diary;
    private final AtomicInteger numbers = new AtomicInteger();

    Devices(Service service, InstantSource clock, Readings readings, Diary diary) {
        this.service = service;
        this.clock = clock;
        this.readings = readings;
        this.diary = diary;
    }

    /// One device, until it is interrupted.
    ///
    /// @param every from message to message, on average
    void run(String account, Duration every, RandomGenerator random) throws InterruptedException {
        Map.Entry<String, String> credentials = service.account(account);
        Pace pace = new Pace(every, random);
        while (true) {
            pace.await();
            long begun = System.nanoTime();
            try (Device device =
                    new Device(
                            service.relayPort(),
                            service.trust(),
                            credentials.getKey(),
                            credentials.getValue())) {
                send(device, random);
                readings.connect.add(Duration.ofNanos(System.nanoTime() - begun));
                for (int i = 1; i < KEPT_FOR; i++) {
                    pace.await();
                    send(device, random);
                }
            } catch (IOException e) {
                // An interruption closes the connection as well.
                Thread.sleep(AFTER_TROUBLE);
                diary.unwell(account, e);
            }
        }
    }

    private void send(Device device, RandomGenerator random) throws IOException {
        int number = numbers.incrementAndGet();
        boolean exchange = number % EXCHANGE_EVERY == 0;
        boolean large = number % LARGE_EVERY == LARGE_EVERY / 2;
        String from = exchange ? "noreply@example.cz" : "device@example.cz";
        byte[] message = message(number, from, large ? LARGE : BODY, random);
        String key = Letter.key(message);
        readings.relayed.begin(key, clock.instant());
        long begun = System.nanoTime();
        device.send(from, "customer@contoso.com", message);
        readings.accept.add(Duration.ofNanos(System.nanoTime() - begun));
        readings.relayed.promise(key, clock.instant());
    }

    private static byte[] message(int number, String from, int size, RandomGenerator random) {
        StringBuilder text =
                new StringBuilder(size + 200)
                        .append("From: ")
                        .append(from)
                        .append("\r\nTo: customer@contoso.com\r\nSubject: ")
                        .append(number)
                        .append("\r\nMessage-ID: <")
                        .append(number)
                        .append("@devices.example.cz>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000")
                        .append("\r\n\r\n");
        int end = text.length() + size;
        while (text.length() < end) {
            text.append("line ").append(Long.toHexString(random.nextLong())).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /// When the next message is due. One that is late is made up for, unless it is very late: a
    /// device that was away has not saved its messages up.
    private static final class Pace {

        private final Duration every;
        private final RandomGenerator random;
        private long next = System.nanoTime();

        Pace(Duration every, RandomGenerator random) {
            this.every = every;
            this.random = random;
        }

        void await() throws InterruptedException {
            next += (long) (every.toNanos() * (0.5 + random.nextDouble()));
            long left = next - System.nanoTime();
            if (left > 0) {
                Thread.sleep(Duration.ofNanos(left));
            } else if (left < -LATE_MAX.toNanos()) {
                next = System.nanoTime();
            }
        }
    }
}
