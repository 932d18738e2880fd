package dev.postern.crash;

import dev.postern.app.MortalMain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A real Postern: a process of its own, started as a user would start it. Not for concurrent use.
final class PosternProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final long LOOK_EVERY_MILLIS = 10;

    /// The exit code that SIGKILL leaves.
    static final int KILLED = 137;

    /// What the program needs besides its arguments.
    ///
    /// @param folder where it runs, and where its output goes
    /// @param options of the Java runtime
    /// @param variables added to the environment of this process
    record Setting(
            ProgramFiles program,
            Path folder,
            List<String> options,
            Map<String, String> variables) {

        Setting {
            options = List.copyOf(options);
            variables = Map.copyOf(variables);
        }

        static Setting in(Path folder) {
            return new Setting(ProgramFiles.asBuilt(), folder, List.of(), Map.of());
        }

        Setting of(ProgramFiles other) {
            return new Setting(other, folder, options, variables);
        }

        Setting with(String... more) {
            List<String> all = new ArrayList<>(options);
            all.addAll(List.of(more));
            return new Setting(program, folder, all, variables);
        }

        Setting knowing(Map<String, String> environment) {
            return new Setting(program, folder, options, environment);
        }
    }

    /// What a command left.
    record Result(int code, String out, String err) {}

    private final Process process;
    private final Path out;
    private final Path err;

    private PosternProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static PosternProcess start(Setting setting, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(setting, arguments));
        builder.environment().putAll(setting.variables());
        return start(setting.folder(), builder.directory(setting.folder().toFile()));
    }

    private static PosternProcess start(Path folder, ProcessBuilder builder) throws IOException {
        Path out = Files.createTempFile(folder, "postern", ".out");
        Path err = Files.createTempFile(folder, "postern", ".err");
        Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        return new PosternProcess(process, out, err);
    }

    /// Runs any program to its end.
    ///
    /// @param folder for what it prints
    static Result finish(Path folder, ProcessBuilder builder)
            throws IOException, InterruptedException {
        try (PosternProcess process = start(folder, builder)) {
            return process.await();
        }
    }

    static List<String> command(Setting setting, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // It lives for a second or so: nothing that pays off later.
        command.addAll(
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx192m"));
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Duser.language=en"));
        command.addAll(setting.program().options());
        command.addAll(setting.options());
        command.add("-cp");
        command.add(setting.program().classPath());
        command.add(MortalMain.class.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    /// Runs a command to its end.
    static Result run(Setting setting, String... arguments)
            throws IOException, InterruptedException {
        try (PosternProcess process = start(setting, arguments)) {
            return process.await();
        }
    }

    long pid() {
        return process.pid();
    }

    /// Waits for a line of the log that holds this text.
    ///
    /// @return false if the process ended before
    boolean says(String text) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            boolean over = process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            if (err().contains(text)) {
                return true;
            }
            if (over) {
                return false;
            }
        }
        throw new AssertionError("the log does not say '" + text + "':\n" + err());
    }

    /// Waits for a line of the log that holds this text, for its end, or for so long.
    void mayYetSay(String text, Duration time) throws IOException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end && !err().contains(text)) {
            if (process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    /// @return whether it ended by itself within this time
    boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Sends a signal by its name, `HUP`.
    void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
        if (code != 0) {
            throw new IOException("kill -" + name + " " + pid() + " ended with " + code);
        }
    }

    /// SIGKILL.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    Result await() throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the process does not end; it said:\n" + out() + err());
        }
        return new Result(process.exitValue(), out(), err());
    }

    String out() throws IOException {
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    String err() throws IOException {
        return Files.readString(err, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            boolean _ = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
