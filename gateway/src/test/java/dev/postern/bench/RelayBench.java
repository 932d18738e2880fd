package dev.postern.bench;

import dev.postern.peers.Programs;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// How fast messages of 4 kB from 20 clients are taken durably and passed on, by Postern and by
/// Postfix, which take turns.
///
/// smtp-source ends with an error at the first reply that is not the one it wants; besides, the
/// queue or the next server is counted after each round.
final class RelayBench {

    private static final int CLIENTS = 20;
    private static final int SIZE = 4_000;

    /// So many times the messages of a wave go through before anything but the warm-up is measured.
    private static final int WARMING = 5;

    private static final Duration ARRIVAL_MAX = Duration.ofMinutes(4);
    private static final double NANOS = 1e9;

    private final PrintStream out;
    private final Path folder;
    private final int messages;
    private final Map<String, List<Double>> speeds = new TreeMap<>();
    private int taken;

    private RelayBench(PrintStream out, Path folder, int messages) {
        this.out = out;
        this.folder = folder;
        this.messages = messages;
    }

    /// @param arguments a folder for the data, the number of messages, the number of rounds, and
    ///   Postern's start script
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        new RelayBench(System.out, folder, Integer.parseInt(arguments[1]))
                .run(Integer.parseInt(arguments[2]), Path.of(arguments[3]));
    }

    private void run(int rounds, Path program) throws IOException, InterruptedException {
        for (String fact : Machine.facts(folder, List.of())) {
            out.println(fact);
        }
        out.print("peer: " + Programs.run(folder, List.of("postconf", "-d", "mail_version")));
        out.println("load before: " + Files.readString(Path.of("/proc/loadavg")).strip());
        List<RelayPeer> peers = List.of(new PosternRelay(program), new PostfixRelay());
        for (int round = 1; round <= rounds; round++) {
            ceiling("ceiling", false);
            ceiling("ceiling.kept", true);
            for (RelayPeer peer : peers) {
                accept(peer);
            }
            for (RelayPeer peer : peers) {
                endToEnd(peer);
            }
        }
        out.println("load after: " + Files.readString(Path.of("/proc/loadavg")).strip());
        for (String what :
                List.of(
                        "relay.warm-up",
                        "relay.accept",
                        "relay.accept.kept",
                        "relay.end-to-end",
                        "relay.end-to-end.kept")) {
            double ratio = median(what + " postern") / median(what + " postfix");
            out.printf(Locale.ROOT, "ratio %s %.2f postfix%n", what, ratio);
        }
    }

    private void ceiling(String what, boolean kept) throws IOException, InterruptedException {
        int port = Ports.free();
        try (Sink sink = Sink.start(fresh(), port)) {
            long begun = System.nanoTime();
            send(port, kept);
            sink.await(messages, ARRIVAL_MAX);
            report(what, "smtp-sink", begun);
        }
    }

    /// The first messages after a start are a wave of their own, and some more are not measured,
    /// for both alike: a JVM compiles meanwhile.
    private void accept(RelayPeer peer) throws IOException, InterruptedException {
        try (RelayPeer.Running relay = peer.start(fresh(), Ports.free(), true)) {
            int sent = 0;
            for (Wave wave :
                    List.of(
                            new Wave("relay.warm-up", false, 1),
                            new Wave("", false, WARMING - 1),
                            new Wave("relay.accept", false, 1),
                            new Wave("relay.accept.kept", true, 1))) {
                long begun = System.nanoTime();
                for (int i = 0; i < wave.times(); i++) {
                    send(relay.port(), wave.kept());
                }
                report(wave.what(), peer.name(), begun);
                sent += wave.times() * messages;
                expect(peer, relay.queued(), sent);
            }
        }
    }

    /// All messages, so many times.
    ///
    /// @param what is measured; empty if nothing is
    /// @param kept whether a client sends all of its own on one connection
    private record Wave(String what, boolean kept, int times) {}

    private void endToEnd(RelayPeer peer) throws IOException, InterruptedException {
        int port = Ports.free();
        try (Sink sink = Sink.start(fresh(), port);
                RelayPeer.Running relay = peer.start(fresh(), port, false)) {
            for (int i = 1; i <= WARMING; i++) {
                send(relay.port(), false);
                sink.await(i * messages, ARRIVAL_MAX);
            }
            int sent = WARMING * messages;
            for (Wave wave :
                    List.of(
                            new Wave("relay.end-to-end", false, 1),
                            new Wave("relay.end-to-end.kept", true, 1))) {
                long begun = System.nanoTime();
                send(relay.port(), wave.kept());
                sent += messages;
                sink.await(sent, ARRIVAL_MAX);
                report(wave.what(), peer.name(), begun);
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

    private void send(int port, boolean kept) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("smtp-source"));
        if (kept) {
            command.add("-d");
        }
        command.addAll(List.of("-s", Integer.toString(CLIENTS)));
        command.addAll(List.of("-l", Integer.toString(SIZE)));
        command.addAll(List.of("-m", Integer.toString(messages)));
        command.addAll(List.of("-f", "scanner@example.cz", "-t", "somebody@contoso.com"));
        command.add("127.0.0.1:" + port);
        Programs.run(folder, command);
    }

    private Path fresh() throws IOException {
        return Files.createDirectory(folder.resolve("run-" + taken++));
    }

    private void report(String what, String who, long begun) {
        if (what.isEmpty()) {
            return;
        }
        double seconds = (System.nanoTime() - begun) / NANOS;
        double speed = messages / seconds;
        speeds.computeIfAbsent(what + " " + who, _ -> new ArrayList<>()).add(speed);
        out.printf(Locale.ROOT, "%-21s %-10s %9.3f s %9.0f msg/s%n", what, who, seconds, speed);
    }

    private double median(String what) {
        return Figures.median(speeds.getOrDefault(what, List.of()));
    }
}
