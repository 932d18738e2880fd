package dev.postern.guide;

import dev.postern.crash.ProgramFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A folder with the program in it, and a shell, as whoever follows a page has them. Used by one
/// thread.
final class Desk implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long LOOK_EVERY_MILLIS = 100;

    private final Path folder;
    private final Map<String, String> replacements = new TreeMap<>();
    private final Deque<Process> running = new ArrayDeque<>();
    private int number;

    Desk(Path folder) throws IOException {
        this.folder = folder;
        Path program = Files.createDirectory(folder.resolve("program"));
        ProgramFiles packed = ProgramFiles.packed(program);
        String start =
                """
                #!/bin/bash
                exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx192m -Xshare:auto \\
                  -XX:+AutoCreateSharedArchive -XX:SharedArchiveFile='%s' -Xlog:cds=off -Xlog:aot=off \\
                  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Duser.language=en \\
                  -cp '%s' dev.postern.app.Main "$@"
                """
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                program.resolve("classes.jsa"),
                                packed.classPath());
        for (Path file : List.of(folder.resolve("postern"), program.resolve("postern"))) {
            Files.writeString(file, start);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /// What a command left.
    record Ran(int code, String output) {}

    Path file(String name) {
        return folder.resolve(name);
    }

    /// From now on this stands in the place of that: a free port in the place of the usual one.
    void replace(String usual, String ours) {
        replacements.put(usual, ours);
    }

    /// Runs a piece of shell to its end.
    Ran run(String script) throws IOException, InterruptedException {
        Path out = folder.resolve("program/out-" + number++);
        Process process = start(script, out);
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("it does not end: " + script + "\n" + Files.readString(out));
        }
        return new Ran(process.exitValue(), Files.readString(out));
    }

    /// Runs it again and again until what it prints will do, since a page says `sleep` where a
    /// person waits.
    Ran await(String script, Predicate<String> enough) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Ran ran = run(script);
        while (!enough.test(ran.output()) && System.nanoTime() < end) {
            Thread.sleep(LOOK_EVERY_MILLIS);
            ran = run(script);
        }
        return ran;
    }

    /// Starts what goes on running, and waits until it says that it does.
    String begin(String script, Predicate<String> ready) throws IOException, InterruptedException {
        Path out = folder.resolve("program/out-" + number++);
        Process process = start("exec " + script, out);
        running.push(process);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!ready.test(Files.readString(out))) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new AssertionError(script + " has not begun: " + Files.readString(out));
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
        return Files.readString(out);
    }

    /// As it is run here: with our ports, and so on.
    private String ours(String script) {
        String text = script;
        for (Map.Entry<String, String> one : replacements.entrySet()) {
            text = text.replace(one.getKey(), one.getValue());
        }
        return text;
    }

    private Process start(String script, Path out) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(List.of("/bin/bash", "-c", "set -euo pipefail\n" + ours(script)))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("PATH", folder.resolve("program") + ":" + environment.get("PATH"));
        environment.put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /// Ends what runs, in order, as Ctrl-C does.
    List<Integer> end() throws InterruptedException {
        List<Integer> codes = new ArrayList<>();
        while (!running.isEmpty()) {
            Process process = running.pop();
            process.destroy();
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
            codes.add(process.waitFor());
        }
        return codes;
    }

    @Override
    public void close() {
        running.forEach(Process::destroyForcibly);
    }
}
