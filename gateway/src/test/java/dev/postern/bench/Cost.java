package dev.postern.bench;

import dev.postern.peers.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What programs use of the machine (`proc(5)`), all processes of a gate together.
///
/// @param residentKiB memory; what processes share counts for each
/// @param threads of the system
/// @param cpu since they started
record Cost(long residentKiB, long threads, Duration cpu) {

    private static final Pattern USED = Pattern.compile("(?m)total +\\d+K, used (\\d+)K");
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+)");
    private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)");

    /// Linux counts in hundredths of a second for everybody.
    private static final long TICK_MILLIS = 10;

    private static final int USER = 11;
    private static final int SYSTEM = 12;

    static Cost of(Gate.Open gate) throws IOException {
        Cost sum = new Cost(0, 0, Duration.ZERO);
        for (ProcessHandle process : gate.processes().toList()) {
            try {
                sum = sum.plus(of(process));
            } catch (NoSuchFileException _) {
                // It has ended.
            }
        }
        return sum;
    }

    private static Cost of(ProcessHandle process) throws IOException {
        Path folder = Path.of("/proc", Long.toString(process.pid()));
        String status = Files.readString(folder.resolve("status"));
        String stat = Files.readString(folder.resolve("stat"));
        String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(words[USER]) + Long.parseLong(words[SYSTEM]);
        return new Cost(
                number(RESIDENT, status),
                number(THREADS, status),
                Duration.ofMillis(ticks * TICK_MILLIS));
    }

    private Cost plus(Cost other) {
        return new Cost(
                residentKiB + other.residentKiB, threads + other.threads, cpu.plus(other.cpu));
    }

    /// Collects the garbage of a JVM.
    ///
    /// @return KiB of the heap that are in use afterwards
    static long heapKiB(Path folder, Gate.Open gate) throws IOException, InterruptedException {
        String pid = Long.toString(gate.processes().findFirst().orElseThrow().pid());
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        for (int i = 0; i < 2; i++) {
            Programs.run(folder, List.of(jcmd, pid, "GC.run"));
        }
        String info = Programs.run(folder, List.of(jcmd, pid, "GC.heap_info"));
        return USED.matcher(info)
                .results()
                .limit(2)
                .mapToLong(generation -> Long.parseLong(generation.group(1)))
                .sum();
    }

    private static long number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }
}
