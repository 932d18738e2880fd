package dev.postern.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs other programs to their end.
public final class Programs {

    private static final Duration RUN_MAX = Duration.ofMinutes(5);

    private Programs() {}

    /// Runs a program.
    ///
    /// @param folder for its output while it runs
    /// @return what it printed, errors included
    /// @throws IOException with what it printed, if it failed
    public static String run(Path folder, List<String> command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "program", ".out");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            process.getOutputStream().close();
            if (!process.waitFor(RUN_MAX.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IOException(command + " did not end in " + RUN_MAX);
            }
            String printed = Files.readString(output);
            if (process.exitValue() != 0) {
                throw new IOException(
                        "%s ended with %d: %s".formatted(command, process.exitValue(), printed));
            }
            return printed;
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
