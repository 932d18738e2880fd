package dev.postern.bench;

import dev.postern.peers.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// How long it takes from the start until the service is ready, and what it costs: a relay and a
/// proxy with one destination, and the start script's own options.
///
/// The first start of a new program writes down which classes it loads, and does not count.
final class StartBench {

    private static final double MILLIS = 1e3;
    private static final String OURS = "postern";

    /// What a small installation has; nothing of it reaches out before mail comes.
    private static final String SETTINGS =
            """
            data: $folder/data
            tenants:
              contoso:
                tenant-id: 22222222-2222-2222-2222-222222222222
                client-id: 11111111-1111-1111-1111-111111111111
                credential: {secret: not-used}
            relay:
              listeners:
                - {listen: "127.0.0.1:$relay", sign-in: trusted, trusted: [127.0.0.0/8]}
              internal-domains: [example.cz]
              routes: [{to: next}]
            proxy:
              - {protocol: imap, listen: "127.0.0.1:$proxy", tenant: contoso}
            destinations:
              next:
                smart-host: {host: 127.0.0.1, port: $next, tls: none}
            """;

    private StartBench() {}

    /// @param arguments those of [Workbench]; the number is of starts
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Workbench bench = Workbench.of("start", arguments);
        int runs = bench.number(0, 11, 2);
        for (int run = 0; run <= runs; run++) {
            Path folder = bench.fresh();
            measure(bench, folder, run == 0 ? "" : "start.first");
            if (run > 0) {
                measure(bench, folder, "start.again");
            }
        }
        bench.report(List.of());
    }

    /// @param what empty if it does not count
    private static void measure(Workbench bench, Path folder, String what)
            throws IOException, InterruptedException {
        try (Installed postern = Installed.start(bench.program(), folder, settings(), List.of())) {
            if (!what.isEmpty()) {
                Cost cost = Cost.of(Stream.of(postern.process()));
                bench.figures().add(what, OURS, postern.untilReady().toMillis() / MILLIS, "s");
                bench.figures().add(what + ".cpu", OURS, cost.cpu().toMillis() / MILLIS, "s");
            }
        }
    }

    /// Of a service whose ports are free.
    static String settings() throws IOException {
        return SETTINGS.replace("$relay", Integer.toString(Ports.free()))
                .replace("$proxy", Integer.toString(Ports.free()))
                .replace("$next", Integer.toString(Ports.free()));
    }
}
