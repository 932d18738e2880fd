package dev.postern.bench;

import dev.postern.lab.Lab;
import dev.postern.lab.LabSettings;
import dev.postern.peers.Dovecot;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What it costs a client to come through Postern to a mailbox that opens with a token only, beside
/// Dovecot's own proxy and beside no proxy; the three take turns.
///
/// Before the proxies clients speak in the clear, behind them there is TLS. What is fetched is
/// known beforehand to the octet; a command that is not answered by OK, and a checksum that
/// differs, end the run.
final class ProxyBench {

    private static final String USER = "bench@example.cz";
    private static final String TOKEN = "bench-token";
    private static final Path DOVECOT = Path.of("/usr/sbin/dovecot");
    private static final int SMALL_MESSAGES = 5_000;
    private static final int COMMANDS = 2_000;
    private static final Duration SIGN_INS = Duration.ofSeconds(2);
    private static final Duration WARMING = Duration.ofSeconds(8);
    private static final Duration SLOW = Duration.ofSeconds(3);

    /// At about 5 000, these settings of Dovecot close connections.
    private static final int PEER_SESSIONS = 2_000;

    private static final double NANOS = 1e9;
    private static final double MEGA = 1e6;

    private final Figures figures;
    private final Path folder;
    private final int sessions;
    private final int rounds;
    private int taken;

    private ProxyBench(PrintStream out, Path folder, int sessions, int rounds) {
        this.figures = new Figures(out);
        this.folder = folder;
        this.sessions = sessions;
        this.rounds = rounds;
    }

    /// @param arguments a folder for the data, the number of idle sessions, the number of rounds,
    ///   and Postern's start script
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        new ProxyBench(
                        System.out,
                        folder,
                        Integer.parseInt(arguments[1]),
                        Integer.parseInt(arguments[2]))
                .run(Path.of(arguments[3]));
    }

    private void run(Path program) throws IOException, InterruptedException {
        for (String fact : Machine.facts(folder, List.of("dovecot"))) {
            figures.note("%s", fact);
        }
        note("before");
        try (Lab lab = Lab.start(LabSettings.free(fresh()))) {
            List<String> mailboxes = new ArrayList<>(IdleSessions.mailboxes(sessions));
            mailboxes.add(USER);
            PosternGate postern = new PosternGate(program, lab, mailboxes);
            DovecotGate dovecot = new DovecotGate(DOVECOT);
            beforeDovecot(List.of(new DirectGate(), dovecot, postern));
            beforeNothing(List.of(dovecot, postern));
        }
        note("after");
        figures.ratio("proxy.logins", "dovecot");
        figures.ratio("proxy.logins", "direct");
        figures.ratioOfLess("proxy.logins.cpu", "dovecot");
        figures.ratio("proxy.logins.still", "dovecot");
        figures.ratioOfLess("proxy.logins.still.cpu", "dovecot");
        figures.ratio("proxy.bulk", "dovecot");
        figures.ratio("proxy.bulk", "direct");
        figures.ratioOfLess("proxy.bulk.cpu", "dovecot");
        figures.ratio("proxy.bulk.small", "dovecot");
        figures.ratioOfLess("proxy.bulk.small.cpu", "dovecot");
        figures.ratio("proxy.bulk.small", "direct");
        figures.ratioOfLess("proxy.latency", "dovecot");
        figures.ratioOfLess("proxy.latency", "direct");
        figures.ratioOfLess("proxy.latency.p99", "dovecot");
        figures.ratioOfLess("proxy.idle.resident", "dovecot");
    }

    private void note(String when) throws IOException {
        figures.note("load %s: %s", when, Files.readString(Path.of("/proc/loadavg")).strip());
    }

    private Path fresh() throws IOException {
        return Files.createDirectory(folder.resolve("run-" + taken++));
    }

    private Map<String, Gate.Open> open(List<Gate> gates, Gate.Behind behind)
            throws IOException, InterruptedException {
        Map<String, Gate.Open> open = new LinkedHashMap<>();
        for (Gate gate : gates) {
            open.put(gate.name(), gate.open(fresh(), behind));
        }
        return open;
    }

    private static void close(Map<String, Gate.Open> gates) throws IOException {
        for (Gate.Open gate : gates.values()) {
            gate.close();
        }
    }

    private void beforeDovecot(List<Gate> gates) throws IOException, InterruptedException {
        try (Dovecot server = Dovecot.start(DOVECOT, _ -> Optional.of(USER))) {
            Mailbag mail = Mailbag.into(server, USER, SMALL_MESSAGES);
            Map<String, Gate.Open> open =
                    open(
                            gates,
                            new Gate.Behind(
                                    server.imap().port(), server.trust(), server.caFile(), TOKEN));
            try {
                for (int round = 0; round <= rounds; round++) {
                    signIns("proxy.logins", open, round > 0);
                    for (Map.Entry<String, Gate.Open> gate : open.entrySet()) {
                        inOneSession(gate.getKey(), gate.getValue(), mail, round > 0);
                    }
                }
                SlowReader slow = new SlowReader(figures, USER, mail.large());
                for (String who : List.of("dovecot", "postern")) {
                    slow.measure(who, open.get(who), SLOW);
                }
            } finally {
                close(open);
            }
        }
    }

    /// @param counts whether it does: a JVM compiles in the first round
    private void signIns(String what, Map<String, Gate.Open> gates, boolean counts)
            throws IOException, InterruptedException {
        SignIns signIns = new SignIns(figures, USER);
        for (Map.Entry<String, Gate.Open> gate : gates.entrySet()) {
            int _ = signIns.measure(counts ? what : "", gate.getKey(), gate.getValue(), SIGN_INS);
        }
    }

    private void inOneSession(String who, Gate.Open gate, Mailbag mail, boolean counts)
            throws IOException {
        try (Talk client = gate.signedIn(USER)) {
            var _ = client.ask("EXAMINE INBOX");
            Latency latency = Latency.of(client, COMMANDS);
            if (counts) {
                figures.add("proxy.latency", who, latency.median(), "us");
                figures.add("proxy.latency.p99", who, latency.p99(), "us");
            }
            fetch(counts ? "proxy.bulk" : "", who, gate, client, mail.large());
            fetch(counts ? "proxy.bulk.small" : "", who, gate, client, mail.small());
        }
    }

    private void fetch(String what, String who, Gate.Open gate, Talk client, Mailbag.Reply reply)
            throws IOException {
        Cost before = Cost.of(gate);
        long begun = System.nanoTime();
        reply.fetch(client);
        double seconds = (System.nanoTime() - begun) / NANOS;
        double cpu = Cost.of(gate).cpu().minus(before.cpu()).toMillis();
        if (!what.isEmpty()) {
            double megabytes = reply.octets() / MEGA;
            figures.add(what, who, megabytes / seconds, "MB/s");
            figures.add(what + ".cpu", who, cpu / megabytes, "ms a MB");
        }
    }

    private void beforeNothing(List<Gate> gates) throws IOException, InterruptedException {
        try (StillServer server = new StillServer(fresh().resolve("ca.pem"))) {
            Map<String, Gate.Open> open = open(gates, server.behind(TOKEN));
            try {
                for (int round = 0; round <= rounds; round++) {
                    for (Map.Entry<String, Gate.Open> gate : open.entrySet()) {
                        expected(server, gate.getKey(), gate.getValue(), round > 0);
                    }
                }
            } finally {
                close(open);
            }
            for (Gate gate : gates) {
                boolean ours = gate instanceof PosternGate;
                try (Gate.Open fresh = gate.open(fresh(), server.behind(TOKEN))) {
                    new IdleSessions(figures, folder)
                            .measure(
                                    gate.name(),
                                    fresh,
                                    ours ? sessions : Math.min(sessions, PEER_SESSIONS),
                                    ours);
                }
            }
        }
    }

    /// Everybody who was let in was let in by the server, too.
    private void expected(StillServer server, String who, Gate.Open gate, boolean counts)
            throws IOException, InterruptedException {
        int before = server.signIns();
        int let =
                new SignIns(figures, USER)
                        .measure(
                                counts ? "proxy.logins.still" : "",
                                who,
                                gate,
                                counts ? SIGN_INS : WARMING);
        int reached = server.signIns() - before;
        if (reached != let) {
            throw new IOException(
                    String.format(
                            Locale.ROOT,
                            "%s let %d clients in, and %d came to the server",
                            who,
                            let,
                            reached));
        }
    }
}
