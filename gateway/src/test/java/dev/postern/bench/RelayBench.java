package dev.postern.bench;

import dev.postern.bench.RelayPeer.Next;
import dev.postern.peers.Ports;
import dev.postern.peers.Programs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How fast messages from 20 clients are taken durably and passed on, by Postern and by Postfix,
/// which take turns.
///
/// smtp-source ends with an error at the first reply that is not the one it wants; besides, the
/// queue or the next server is counted after each wave. [CheckedRelay] compares what arrives.
final class RelayBench {

    static final int CLIENTS = 20;

    private static final int USUAL = 4_000;
    private static final int SMALL = 1_000;
    private static final int LARGE = 100_000;
    private static final int HUGE = 5_000_000;

    /// So many messages go through before anything but the warm-up is measured.
    private static final int WARMING = 10_000;

    private static final int WARMING_QUICK = 4_000;

    private static final Duration ARRIVAL_MAX = Duration.ofMinutes(4);
    private static final double NANOS = 1e9;

    private final Workbench bench;
    private final Figures figures;
    private final int messages;
    private final int warming;

    /// Messages that are sent together.
    ///
    /// @param what is measured; empty if nothing is
    /// @param kept whether a client sends all of its own on one connection
    /// @param count how many
    private record Wave(String what, boolean kept, int size, int count) {}

    private RelayBench(Workbench bench) {
        this.bench = bench;
        this.figures = bench.figures();
        this.messages = bench.number(0, 2_000, 1_000);
        this.warming = bench.number(2, WARMING, WARMING_QUICK);
    }

    /// @param arguments those of [Workbench]; the numbers are of messages, of rounds, and of
    ///   messages that warm up
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Workbench bench = Workbench.of("relay", arguments);
        List<RelayPeer> peers = List.of(new PosternRelay(bench.program()), new PostfixRelay());
        RelayBench relay = new RelayBench(bench);
        CheckedRelay checked = new CheckedRelay(bench, relay.messages, relay.warming);
        int rounds = bench.number(1, 2, 1);
        for (int round = 1; round <= rounds; round++) {
            relay.ceilings();
            for (RelayPeer peer : peers) {
                relay.accept(peer);
            }
            for (RelayPeer peer : peers) {
                relay.endToEnd(peer);
            }
            for (RelayPeer peer : peers) {
                checked.secured(peer);
            }
            checked.ceiling();
        }
        for (RelayPeer peer : peers) {
            checked.clear(peer);
        }
        relay.compare();
        bench.report(List.of("postfix"));
    }

    private void compare() {
        figures.ratio("relay.warm-up", "postfix");
        for (String what :
                List.of(
                        "relay.accept",
                        "relay.accept.kept",
                        "relay.end-to-end",
                        "relay.end-to-end.kept",
                        "relay.end-to-end.1kB",
                        "relay.end-to-end.100kB",
                        "relay.end-to-end.5MB",
                        "relay.tls",
                        "relay.tls.kept")) {
            figures.ratio(what, "postfix");
            figures.ratioOfLess(what + ".cpu", "postfix");
        }
    }

    /// No relay: smtp-source hands in at smtp-sink, and nothing is stored.
    private void ceilings() throws IOException, InterruptedException {
        for (Wave wave :
                List.of(
                        new Wave("relay.accept", false, USUAL, messages),
                        new Wave("relay.accept.kept", true, USUAL, messages),
                        new Wave("relay.end-to-end.5MB", false, HUGE, huge()))) {
            int port = Ports.free();
            try (Sink sink = Sink.start(bench.fresh(), port)) {
                long begun = System.nanoTime();
                send(port, wave);
                sink.await(wave.count(), ARRIVAL_MAX);
                double seconds = (System.nanoTime() - begun) / NANOS;
                figures.add(wave.what(), "ceiling", wave.count() / seconds, "messages/s");
            }
        }
    }

    private int huge() {
        return Math.max(CLIENTS, messages / 50);
    }

    /// The first messages after a start are a wave of their own, and some more are not measured,
    /// for both alike: a JVM compiles meanwhile.
    private void accept(RelayPeer peer) throws IOException, InterruptedException {
        try (RelayPeer.Running relay = peer.start(bench.fresh(), Next.held(Ports.free()))) {
            int sent = 0;
            for (Wave wave :
                    List.of(
                            new Wave("relay.warm-up", false, USUAL, messages),
                            new Wave("", false, USUAL, warming),
                            new Wave("relay.accept", false, USUAL, messages),
                            new Wave("relay.accept.kept", true, USUAL, messages))) {
                Clock clock = new Clock(relay);
                send(relay.port(), wave);
                clock.report(wave, peer);
                sent += wave.count();
                expect(peer, relay.queued(), sent);
            }
        }
    }

    private void endToEnd(RelayPeer peer) throws IOException, InterruptedException {
        int port = Ports.free();
        try (Sink sink = Sink.start(bench.fresh(), port);
                RelayPeer.Running relay = peer.start(bench.fresh(), Next.clear(port))) {
            int sent = 0;
            List<Wave> waves = new ArrayList<>();
            waves.add(new Wave("", false, USUAL, warming));
            waves.add(new Wave("relay.end-to-end", false, USUAL, messages));
            waves.add(new Wave("relay.end-to-end.kept", true, USUAL, messages));
            waves.add(new Wave("relay.end-to-end.1kB", false, SMALL, messages));
            waves.add(new Wave("relay.end-to-end.100kB", false, LARGE, messages / 5));
            waves.add(new Wave("relay.end-to-end.5MB", false, HUGE, huge()));
            for (Wave wave : waves) {
                Clock clock = new Clock(relay);
                send(relay.port(), wave);
                sent += wave.count();
                sink.await(sent, ARRIVAL_MAX);
                clock.report(wave, peer);
                expect(peer, sink.count(), sent);
            }
        }
    }

    private static void expect(RelayPeer peer, int found, int expected) throws IOException {
        if (found != expected) {
            throw new IOException(
                    "%s has %d of %d messages".formatted(peer.name(), found, expected));
        }
    }

    private void send(int port, Wave wave) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("smtp-source"));
        if (wave.kept()) {
            command.add("-d");
        }
        command.addAll(List.of("-s", Integer.toString(CLIENTS)));
        command.addAll(List.of("-l", Integer.toString(wave.size())));
        command.addAll(List.of("-m", Integer.toString(wave.count())));
        command.addAll(List.of("-f", "scanner@example.cz", "-t", "somebody@contoso.com"));
        command.add("127.0.0.1:" + port);
        Programs.run(bench.folder(), command);
    }

    /// Of one wave: what time and what CPU time it took.
    private final class Clock {

        private final RelayPeer.Running relay;
        private final Duration cpuBefore;
        private final long begun;

        Clock(RelayPeer.Running relay) throws IOException {
            this.relay = relay;
            this.cpuBefore = Cost.of(relay.processes()).cpu();
            this.begun = System.nanoTime();
        }

        void report(Wave wave, RelayPeer peer) throws IOException {
            double seconds = (System.nanoTime() - begun) / NANOS;
            if (wave.what().isEmpty()) {
                return;
            }
            double cpu = Cost.of(relay.processes()).cpu().minus(cpuBefore).toMillis();
            figures.add(wave.what(), peer.name(), wave.count() / seconds, "messages/s");
            figures.add(wave.what() + ".cpu", peer.name(), cpu / wave.count(), "ms each");
        }
    }
}
