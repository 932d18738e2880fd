package dev.postern.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A Dovecot that runs, with the `dovecot.conf` of its folder. For one thread.
final class DovecotProcess implements AutoCloseable {

    private static final Duration START_MAX = Duration.ofSeconds(20);
    private static final Duration STOP_MAX = Duration.ofSeconds(20);

    private final Path folder;
    private final Process process;

    private DovecotProcess(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /// Starts it and returns when it listens.
    ///
    /// @param ports of its settings
    static DovecotProcess start(Path program, Path folder, List<Integer> ports)
            throws IOException, InterruptedException {
        DovecotProcess started =
                new DovecotProcess(
                        folder,
                        new ProcessBuilder(
                                        program.toString(),
                                        "-F",
                                        "-c",
                                        folder.resolve("dovecot.conf").toString())
                                .redirectErrorStream(true)
                                .redirectOutput(folder.resolve("output").toFile())
                                .start());
        try {
            for (int port : ports) {
                started.awaitPort(port);
            }
            return started;
        } catch (IOException | InterruptedException e) {
            started.close();
            throw e;
        }
    }

    private void awaitPort(int port) throws IOException, InterruptedException {
        long end = System.nanoTime() + START_MAX.toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end || process.waitFor(20, TimeUnit.MILLISECONDS)) {
                    throw new IOException("Dovecot does not listen; it said: " + said(), e);
                }
            }
        }
    }

    /// Dovecot's master, whose children do the work.
    ProcessHandle handle() {
        return process.toHandle();
    }

    /// What it wrote so far.
    String said() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String name : List.of("output", "log")) {
            if (Files.exists(folder.resolve(name))) {
                text.append(Files.readString(folder.resolve(name)));
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
