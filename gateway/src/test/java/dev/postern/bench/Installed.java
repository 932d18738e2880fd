package dev.postern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The program as it is installed, in a process of its own, started with settings of the caller's.
/// For one thread.
final class Installed implements AutoCloseable {

    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final Duration STOP_MAX = Duration.ofMinutes(1);
    private static final long LOOK_EVERY_MILLIS = 2;
    private static final String READY = "started: ";

    private final Process process;
    private final Duration untilReady;

    private Installed(Process process, Duration untilReady) {
        this.process = process;
        this.untilReady = untilReady;
    }

    /// Starts it, and returns when its log says that it runs.
    ///
    /// @param folder for its settings and its data, which is kept if there is some
    /// @param settings with `$folder`
    /// @param options of the Java runtime, beside those of the start script
    static Installed start(Path program, Path folder, String settings, List<String> options)
            throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("data"));
        Path file =
                Files.writeString(
                        folder.resolve("postern.yaml"),
                        settings.replace("$folder", folder.toString()));
        Path log = folder.resolve("postern.out");
        Files.deleteIfExists(log);
        ProcessBuilder builder =
                new ProcessBuilder(program.toString(), "run", "-c", file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().put("POSTERN_JAVA_OPTS", String.join(" ", options));
        long begun = System.nanoTime();
        Process process = builder.start();
        while (!Files.readString(log).contains(READY)) {
            long taken = System.nanoTime() - begun;
            if (process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)
                    || taken > START_MAX.toNanos()) {
                process.destroyForcibly().waitFor();
                throw new IOException("Postern did not start: " + Files.readString(log));
            }
        }
        return new Installed(process, Duration.ofNanos(System.nanoTime() - begun));
    }

    /// How long it took to start.
    Duration untilReady() {
        return untilReady;
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IOException("Postern did not stop within " + STOP_MAX);
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
