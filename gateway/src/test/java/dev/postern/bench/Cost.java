package dev.postern.bench;

import dev.postern.peers.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What programs use of the machine (`proc(5)`), all of their processes together.
///
/// @param residentKiB memory; what processes share counts for each
/// @param peakKiB the most that was resident
/// @param threads of the system
/// @param cpu since they started, with that of their children that have ended
record Cost(long residentKiB, long peakKiB, long threads, Duration cpu) {

    private static final Pattern USED = Pattern.compile("(?m)total +\\d+K, used (\\d+)K");
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+)");
    private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+)");
    private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)");

    /// Linux counts in hundredths of a second for everybody.
    private static final long TICK_MILLIS = 10;

    private static final int USER = 11;
    private static final int CHILDREN = 13;
    private static final int CHILDREN_END = 15;

    static Cost of(Stream<ProcessHandle> processes) throws IOException {
        Cost sum = new Cost(0, 0, 0, Duration.ZERO);
        for (ProcessHandle process : processes.toList()) {
            try {
                sum = sum.plus(of(process));
            } catch (NoSuchFileException _) {
                // It has ended.
            }
        }
        return sum;
    }

    private static Cost of(ProcessHandle process) throws IOException {
        String status = Files.readString(proc(process).resolve("status"));
        return new Cost(
                number(RESIDENT, status),
                number(PEAK, status),
                number(THREADS, status),
                cpu(process, USER, CHILDREN_END));
    }

    /// The CPU time of this process, without its children.
    static Duration own() throws IOException {
        return cpu(ProcessHandle.current(), USER, CHILDREN);
    }

    /// The CPU time of programs that this process has started, and that have ended.
    static Duration ended() throws IOException {
        return cpu(ProcessHandle.current(), CHILDREN, CHILDREN_END);
    }

    private static Duration cpu(ProcessHandle process, int from, int end) throws IOException {
        String stat = Files.readString(proc(process).resolve("stat"));
        String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Arrays.stream(words, from, end).mapToLong(Long::parseLong).sum();
        return Duration.ofMillis(ticks * TICK_MILLIS);
    }

    private static Path proc(ProcessHandle process) {
        return Path.of("/proc", Long.toString(process.pid()));
    }

    private Cost plus(Cost other) {
        return new Cost(
                residentKiB + other.residentKiB,
                peakKiB + other.peakKiB,
                threads + other.threads,
                cpu.plus(other.cpu));
    }

    /// Collects the garbage of a JVM.
    ///
    /// @return KiB of the heap that are in use afterwards
    static long heapKiB(Path folder, ProcessHandle jvm) throws IOException, InterruptedException {
        String pid = Long.toString(jvm.pid());
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
