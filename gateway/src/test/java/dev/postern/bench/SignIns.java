package dev.postern.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// How many clients a second connect, sign in, ask the server behind something that only it
/// answers, and leave.
record SignIns(Figures figures, String mailbox) {

    /// At the same time.
    private static final int CLIENTS = 10;

    private static final double NANOS = 1e9;

    /// @param what empty if it does not count
    /// @return how many they were
    int measure(String what, String who, Gate.Open gate, Duration time)
            throws IOException, InterruptedException {
        Cost before = Cost.of(gate.processes());
        long begun = System.nanoTime();
        int count = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> comeAndGo(gate, begun + time.toNanos())));
            }
            for (Future<Integer> client : clients) {
                count += client.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(who + " did not let a client in: " + e.getCause(), e);
        }
        double seconds = (System.nanoTime() - begun) / NANOS;
        if (!what.isEmpty()) {
            Duration cpu = Cost.of(gate.processes()).cpu().minus(before.cpu());
            figures.add(what, who, count / seconds, "a second");
            figures.add(what + ".cpu", who, (double) cpu.toMillis() / count, "ms each");
        }
        return count;
    }

    private int comeAndGo(Gate.Open gate, long end) throws IOException {
        int count = 0;
        while (System.nanoTime() - end < 0) {
            try (Talk client = gate.signedIn(mailbox)) {
                if (client.ask("NAMESPACE") != 1) {
                    throw new IOException("the server did not answer");
                }
                var _ = client.ask("LOGOUT");
            }
            count++;
        }
        return count;
    }
}
