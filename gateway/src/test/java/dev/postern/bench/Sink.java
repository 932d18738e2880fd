package dev.postern.bench;

import dev.postern.peers.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A smtp-sink of its own: takes every message, counts it and forgets it.
final class Sink implements AutoCloseable {

    private static final Pattern COUNT = Pattern.compile("mesg=(\\d+)");
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private final Process process;
    private final Path printed;

    private Sink(Process process, Path printed) {
        this.process = process;
        this.printed = printed;
    }

    static Sink start(Path folder, int port) throws IOException, InterruptedException {
        Path printed = folder.resolve("sink.out");
        Process process =
                new ProcessBuilder(
                                List.of(
                                        "smtp-sink",
                                        "-u",
                                        "postfix",
                                        "-c",
                                        "127.0.0.1:" + port,
                                        "1000"))
                        .redirectErrorStream(true)
                        .redirectOutput(printed.toFile())
                        .start();
        Ports.await(port, process);
        return new Sink(process, printed);
    }

    /// Waits until so many messages have come.
    void await(int messages, Duration longest) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        while (count() < messages) {
            if (System.nanoTime() - begun > longest.toNanos()) {
                throw new IOException(
                        "%d of %d messages came within %s".formatted(count(), messages, longest));
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    int count() throws IOException {
        Matcher matcher = COUNT.matcher(Files.readString(printed));
        int last = 0;
        while (matcher.find()) {
            last = Integer.parseInt(matcher.group(1));
        }
        return last;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
