package dev.postern.soak;

import dev.postern.lab.Lab;
import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.store.MessageSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The world around Postern: brings mail to the mailboxes, and sees what arrives. Each method is
/// for one thread, and goes on until that is interrupted.
final class PostRoom {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final int SIZE_MIN = 1_000;
    private static final int SIZE_MAX = 20_000;
    private static final int LARGE = 1_000_000;
    private static final int LARGE_EVERY = 200;

    private final Lab lab;
    private final Readings readings;

    PostRoom(Lab lab, Readings readings) {
        this.lab = lab;
        this.readings = readings;
    }

    /// Puts messages into these mailboxes.
    ///
    /// @param every from message to message, whichever mailbox it is for
    void bring(List<String> mailboxes, Duration every, RandomGenerator random)
            throws IOException, InterruptedException {
        while (true) {
            Thread.sleep(every.multipliedBy(500 + random.nextInt(1_000)).dividedBy(1_000));
            int size =
                    random.nextInt(LARGE_EVERY) == 0 ? LARGE : random.nextInt(SIZE_MIN, SIZE_MAX);
            MessageSource letter = MessageSource.generated(random.nextLong(), size);
            String key = Digests.of(octets(letter), 0);
            readings.collected.begin(key, lab.clock().instant());
            lab.mail().store().deliver(mailboxes.get(random.nextInt(mailboxes.size())), letter);
            readings.collected.promise(key, lab.clock().instant());
        }
    }

    private static byte[] octets(MessageSource source) throws IOException {
        try (InputStream in = source.open()) {
            return in.readAllBytes();
        }
    }

    /// Takes what has come into the folder out of it.
    void emptyFolder(Path inbox) throws IOException, InterruptedException {
        while (true) {
            Thread.sleep(LOOK_EVERY);
            take(inbox);
        }
    }

    private void take(Path inbox) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(inbox)) {
            files = all.filter(file -> file.toString().endsWith(".eml")).toList();
        }
        for (Path file : files) {
            readings.collected.arrive(
                    Digests.of(Files.readAllBytes(file), 0),
                    Files.getLastModifiedTime(file).toInstant());
            Files.delete(file);
            Files.delete(Path.of(file.toString().replaceAll("eml$", "json")));
        }
    }

    /// Sees what the servers took.
    void watchOutbox() throws IOException, InterruptedException {
        long seen = 0;
        while (true) {
            Thread.sleep(LOOK_EVERY);
            for (Outbox.Accepted one : lab.outbox().after(seen)) {
                seen = one.number();
                readings.relayed.arrive(
                        Letter.key(octets(one.content().source().orElseThrow())), one.at());
            }
        }
    }
}
