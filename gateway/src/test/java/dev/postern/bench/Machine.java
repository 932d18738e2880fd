package dev.postern.bench;

import dev.postern.peers.Programs;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// On what, and with what, something was measured.
final class Machine {

    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
    private static final Path LOAD = Path.of("/proc/loadavg");
    private static final Pattern VERSION = Pattern.compile("\\d+(?:\\.\\d+)+");

    private Machine() {}

    static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    /// The load of the last minute.
    static String load() throws IOException {
        return Files.readString(LOAD).split(" ", 2)[0];
    }

    /// What a figure depends on, in a few words each.
    ///
    /// @param folder where data is written
    /// @param programs whose version is of interest
    static List<String> facts(Path folder, List<String> programs)
            throws IOException, InterruptedException {
        List<String> facts = new ArrayList<>();
        facts.add("%d × %s".formatted(Runtime.getRuntime().availableProcessors(), processor()));
        facts.add("%s %s".formatted(property("os.name"), property("os.version")));
        FileStore disk = Files.getFileStore(folder);
        facts.add("%s on %s".formatted(disk.type(), disk.name()));
        facts.add("JDK " + property("java.version"));
        for (String program : programs) {
            facts.add(program + " " + version(folder, program));
        }
        return facts;
    }

    private static String property(String name) {
        return System.getProperty(name, "");
    }

    private static String processor() throws IOException {
        try (Stream<String> lines = Files.lines(PROCESSOR)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(property("os.arch"));
        }
    }

    private static String version(Path folder, String program)
            throws IOException, InterruptedException {
        List<String> command =
                switch (program) {
                    case "postfix" -> List.of("postconf", "-d", "mail_version");
                    case "nginx" -> List.of("nginx", "-v");
                    default -> List.of(program, "--version");
                };
        Matcher version = VERSION.matcher(Programs.run(folder, command));
        return version.find() ? version.group() : "of an unknown version";
    }
}
