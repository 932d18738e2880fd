package dev.postern.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// What many clients cost that have signed in and say nothing.
///
/// @param folder for what programs print
record IdleSessions(Figures figures, Path folder) {

    /// Sessions with one mailbox.
    private static final int TOGETHER = 500;

    /// The first ones, after which all classes are loaded.
    private static final int BEFORE = 100;

    private static final int CLIENTS = 8;
    private static final Duration WATCHED = Duration.ofSeconds(5);
    private static final double PERCENT = 100;

    /// The mailboxes that so many sessions are with.
    static List<String> mailboxes(int sessions) {
        return IntStream.rangeClosed(0, (sessions + BEFORE) / TOGETHER)
                .mapToObj("idle-%d@example.cz"::formatted)
                .toList();
    }

    /// @param jvm whether the heap can be looked at
    void measure(String who, Gate.Open gate, int sessions, boolean jvm)
            throws IOException, InterruptedException {
        List<Talk> clients = Collections.synchronizedList(new ArrayList<>());
        try {
            come(gate, clients, BEFORE);
            long heapBefore =
                    jvm ? Cost.heapKiB(folder, gate.processes().findFirst().orElseThrow()) : 0;
            Cost before = Cost.of(gate.processes());
            long begun = System.nanoTime();
            come(gate, clients, sessions);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            long peak = Cost.of(gate.processes()).residentKiB();
            long heap =
                    jvm
                            ? Cost.heapKiB(folder, gate.processes().findFirst().orElseThrow())
                                    - heapBefore
                            : 0;
            Cost after = Cost.of(gate.processes());
            Thread.sleep(WATCHED);
            Duration cpu = Cost.of(gate.processes()).cpu().minus(after.cpu());
            for (Talk client : clients) {
                var _ = client.ask("NOOP");
            }
            figures.note(
                    "idle %s: %d sessions in %d ms; resident %d MiB with %d sessions, %d MiB at most, %d MiB after GC; %d threads",
                    who,
                    clients.size(),
                    took.toMillis(),
                    before.residentKiB() / 1024,
                    BEFORE,
                    peak / 1024,
                    after.residentKiB() / 1024,
                    after.threads());
            double more = after.residentKiB() - before.residentKiB();
            figures.add("proxy.idle.resident", who, more / sessions, "KiB a session");
            if (jvm) {
                figures.add("proxy.idle.heap", who, (double) heap / sessions, "KiB a session");
            }
            figures.add(
                    "proxy.idle.cpu",
                    who,
                    PERCENT * cpu.toMillis() / WATCHED.toMillis(),
                    "% of a core");
        } finally {
            for (Talk client : clients) {
                client.close();
            }
        }
    }

    private static void come(Gate.Open gate, List<Talk> clients, int count)
            throws IOException, InterruptedException {
        int there = clients.size();
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> coming = new ArrayList<>();
            for (int i = there; i < there + count; i++) {
                String mailbox = "idle-%d@example.cz".formatted(i / TOGETHER);
                coming.add(
                        threads.submit(() -> {
                            Talk client = Talk.small(gate.port());
                            clients.add(client);
                            gate.signIn(client, mailbox);
                            return client;
                        }));
            }
            for (Future<?> one : coming) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(
                    "client %d was not let in: %s".formatted(clients.size(), e.getCause()), e);
        }
    }
}
