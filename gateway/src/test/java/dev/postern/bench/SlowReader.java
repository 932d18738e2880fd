package dev.postern.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32C;

/// A client that asks for 64 MiB and reads a few octets now and then, while another wants to be
/// served at once.
record SlowReader(Figures figures, String mailbox, Mailbag.Reply large) {

    private static final int ROOM = 16 * 1024;
    private static final int SIP = 4 * 1024;
    private static final Duration SIP_EVERY = Duration.ofMillis(50);
    private static final Duration OTHER_EVERY = Duration.ofMillis(5);
    private static final double PERCENT = 100;

    /// @param time how long each of the two is watched: without the slow reader, and with it
    void measure(String who, Gate.Open gate, Duration time)
            throws IOException, InterruptedException {
        try (Talk other = gate.signedIn(mailbox);
                Talk slow = Talk.narrow(gate.port(), ROOM)) {
            gate.signIn(slow, mailbox);
            var _ = slow.ask("EXAMINE INBOX");
            Watched without = watch(gate, other, time);
            CRC32C sum = new CRC32C();
            slow.say(large.command());
            long read = 0;
            Watched with;
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<Long> sips = threads.submit(() -> sip(slow, sum, time));
                with = watch(gate, other, time);
                read = sips.get();
            } catch (ExecutionException e) {
                throw new IOException("the slow reader was let down: " + e.getCause(), e);
            }
            slow.pass(large.octets() - read, sum);
            slow.expectOk();
            if (sum.getValue() != large.checksum()) {
                throw new IOException("the slow reader got other octets");
            }
            report(who, without, with);
        }
    }

    /// @return how many octets it has read
    private static long sip(Talk slow, CRC32C sum, Duration time)
            throws IOException, InterruptedException {
        long sips = time.dividedBy(SIP_EVERY);
        for (long i = 0; i < sips; i++) {
            slow.pass(SIP, sum);
            Thread.sleep(SIP_EVERY);
        }
        return sips * SIP;
    }

    private record Watched(Latency latency, long residentKiB, double cpuPercent) {}

    private static Watched watch(Gate.Open gate, Talk other, Duration time)
            throws IOException, InterruptedException {
        Cost before = Cost.of(gate.processes());
        long begun = System.nanoTime();
        Latency latency = Latency.of(other, time, OTHER_EVERY);
        Cost after = Cost.of(gate.processes());
        double took = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        return new Watched(
                latency,
                after.residentKiB(),
                PERCENT * after.cpu().minus(before.cpu()).toMillis() / took);
    }

    private void report(String who, Watched without, Watched with) {
        figures.note(
                "slow %s: the other client waits %.0f us, p99 %.0f us, without the slow reader; %.0f us, p99 %.0f us, with it",
                who,
                without.latency().median(),
                without.latency().p99(),
                with.latency().median(),
                with.latency().p99());
        figures.add(
                "proxy.slow.cpu",
                who,
                with.cpuPercent() - without.cpuPercent(),
                "% of a core more");
        figures.add(
                "proxy.slow.memory",
                who,
                (double) (with.residentKiB() - without.residentKiB()),
                "KiB more");
    }
}
