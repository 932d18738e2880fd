package dev.postern.bench;

import dev.postern.lab.Lab;
import dev.postern.lab.LabSettings;
import dev.postern.peers.Dovecot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What it costs a client to come through Postern to a mailbox that opens with a token only, beside
/// Dovecot's own proxy, nginx's and no proxy, which take turns.
///
/// Before the proxies clients speak in the clear, behind them there is TLS, but behind nginx, which
/// knows neither TLS nor tokens there: it passes the password on in the clear. What is fetched is
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

    private final Workbench bench;
    private final Figures figures;
    private final int sessions;
    private final int rounds;

    private ProxyBench(Workbench bench) {
        this.bench = bench;
        this.figures = bench.figures();
        this.sessions = bench.number(0, 2_000, 300);
        this.rounds = bench.number(1, 2, 1);
    }

    /// @param arguments those of [Workbench]; the numbers are of idle sessions and of rounds
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Workbench bench = Workbench.of("proxy", arguments);
        new ProxyBench(bench).run();
        bench.report(List.of("dovecot", "nginx"));
    }

    private void run() throws IOException, InterruptedException {
        try (Lab lab = Lab.start(LabSettings.free(bench.fresh()))) {
            List<String> mailboxes = new ArrayList<>(IdleSessions.mailboxes(sessions));
            mailboxes.add(USER);
            PosternGate postern = new PosternGate(bench.program(), lab, mailboxes);
            DovecotGate dovecot = new DovecotGate(DOVECOT);
            NginxGate nginx = new NginxGate();
            beforeDovecot(List.of(new DirectGate(), dovecot, nginx, postern));
            beforeNothing(List.of(dovecot, nginx, postern));
        }
        for (String peer : List.of("dovecot", "nginx", "direct")) {
            figures.ratio("proxy.bulk", peer);
            figures.ratio("proxy.bulk.small", peer);
            figures.ratioOfLess("proxy.latency", peer);
            figures.ratio("proxy.logins", peer);
        }
        for (String peer : List.of("dovecot", "nginx")) {
            figures.ratioOfLess("proxy.bulk.cpu", peer);
            figures.ratioOfLess("proxy.bulk.small.cpu", peer);
            figures.ratioOfLess("proxy.latency.p99", peer);
            figures.ratioOfLess("proxy.logins.cpu", peer);
            figures.ratio("proxy.logins.still", peer);
            figures.ratioOfLess("proxy.logins.still.cpu", peer);
            figures.ratioOfLess("proxy.idle.resident", peer);
        }
    }

    private Map<String, Gate.Open> open(List<Gate> gates, Gate.Behind behind)
            throws IOException, InterruptedException {
        Map<String, Gate.Open> open = new LinkedHashMap<>();
        for (Gate gate : gates) {
            open.put(gate.name(), gate.open(bench.fresh(), behind));
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
                                    server.imap().port(),
                                    server.imapInClear(),
                                    server.trust(),
                                    server.caFile(),
                                    TOKEN));
            try {
                for (int round = 0; round <= rounds; round++) {
                    signIns("proxy.logins", open, round > 0);
                    for (Map.Entry<String, Gate.Open> gate : open.entrySet()) {
                        inOneSession(gate.getKey(), gate.getValue(), mail, round > 0);
                    }
                }
                SlowReader slow = new SlowReader(figures, USER, mail.large());
                for (String who : List.of("dovecot", "nginx", "postern")) {
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
        Cost before = Cost.of(gate.processes());
        long begun = System.nanoTime();
        reply.fetch(client);
        double seconds = (System.nanoTime() - begun) / NANOS;
        double cpu = Cost.of(gate.processes()).cpu().minus(before.cpu()).toMillis();
        if (!what.isEmpty()) {
            double megabytes = reply.octets() / MEGA;
            figures.add(what, who, megabytes / seconds, "MB/s");
            figures.add(what + ".cpu", who, cpu / megabytes, "ms a MB");
        }
    }

    private void beforeNothing(List<Gate> gates) throws IOException, InterruptedException {
        try (StillServer server = new StillServer(bench.fresh().resolve("ca.pem"))) {
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
                try (Gate.Open fresh = gate.open(bench.fresh(), server.behind(TOKEN))) {
                    new IdleSessions(figures, bench.folder())
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
                                counts || bench.quick() ? SIGN_INS : WARMING);
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
