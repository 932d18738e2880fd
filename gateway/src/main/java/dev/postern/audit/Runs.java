package dev.postern.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Earlier runs, so that progress can be seen: a file with an object in JSON on each line.
///
/// A line that cannot be read is passed over: it may be of a newer Postern, or cut off. Confined to
/// one thread; two audits at once append each a line.
final class Runs {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int ADDRESSES_MAX = 5_000;
    private static final int RUNS_MAX = 2_000;

    private Runs() {}

    /// One run.
    ///
    /// @param kinds which files were read: runs of different ones cannot be compared
    /// @param counts addresses by the name of their [State]
    /// @param basic addresses that used a password, at most 5 000 of them
    /// @param digest of the files, so that the same ones count once
    record Run(
            Instant at,
            Set<Kind> kinds,
            Map<String, Long> counts,
            List<String> basic,
            String digest) {

        Run {
            kinds = Set.copyOf(kinds);
            counts = Map.copyOf(counts);
            basic = List.copyOf(basic.subList(0, Math.min(ADDRESSES_MAX, basic.size())));
        }

        long count(State state) {
            return counts.getOrDefault(state.name(), 0L);
        }

        /// The addresses that used a password then and not in another run.
        List<String> without(Run other) {
            TreeSet<String> left = new TreeSet<>(basic);
            other.basic.forEach(left::remove);
            return List.copyOf(left);
        }
    }

    /// All that are known, the oldest first.
    static List<Run> read(Path file) throws IOException {
        List<Run> runs = new ArrayList<>();
        if (!Files.exists(file)) {
            return runs;
        }
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            parse(line).ifPresent(runs::add);
        }
        return runs.subList(Math.max(0, runs.size() - RUNS_MAX), runs.size());
    }

    private static Optional<Run> parse(String line) {
        try {
            return line.isBlank() ? Optional.empty() : Optional.of(JSON.readValue(line, Run.class));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    /// Adds a run, on disk when it returns.
    static void add(Path file, Run run) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(
                file,
                JSON.writeValueAsString(run) + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND,
                StandardOpenOption.SYNC);
    }
}
