package dev.postern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// On what, and with what, something was measured.
final class Machine {

    private Machine() {}

    /// Lines of the form `processor: …`.
    ///
    /// @param folder where data is written
    /// @param programs whose `--version` is of interest
    static List<String> facts(Path folder, List<String> programs)
            throws IOException, InterruptedException {
        Stream.Builder<String> facts = Stream.builder();
        facts.add("date: " + java.time.LocalDate.now(java.time.ZoneOffset.UTC));
        facts.add(
                "processor: %d x %s"
                        .formatted(Runtime.getRuntime().availableProcessors(), processor()));
        facts.add(
                "system: %s %s, %s on %s"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                Files.getFileStore(folder).type(),
                                Files.getFileStore(folder).name()));
        facts.add("java: " + System.getProperty("java.vm.version"));
        for (String program : programs) {
            facts.add("peer: " + version(folder, program));
        }
        return facts.build().toList();
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        Optional<String> model = Optional.empty();
        if (Files.isReadable(info)) {
            try (Stream<String> lines = Files.lines(info)) {
                model =
                        lines.filter(line -> line.startsWith("model name"))
                                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                                .findFirst();
            }
        }
        return model.orElse(System.getProperty("os.arch"));
    }

    private static String version(Path folder, String program)
            throws IOException, InterruptedException {
        String first = dev.postern.peers.Programs.run(folder, List.of(program, "--version"));
        return program + " " + first.lines().findFirst().orElse("").replace(program, "").strip();
    }
}
