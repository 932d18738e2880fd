package dev.postern.bench;

import dev.postern.peers.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the service needs of the memory: idle, and while messages of 150 MiB pass through.
final class MemoryBench {

    private static final long LARGE = 150L << 20;
    private static final double KIB_A_MIB = 1024;
    private static final String MIB = "MiB";
    private static final String OURS = "postern";

    /// Native memory is given back every five seconds.
    private static final Duration REST = Duration.ofSeconds(12);

    private static final Duration ARRIVAL_MAX = Duration.ofMinutes(4);

    /// The heap before a collection of garbage, in a line of the JVM's log.
    private static final Pattern USED = Pattern.compile("(\\d+)M->\\d+M\\(\\d+M\\)");

    private static final String RELAY =
            """
            data: $folder/data
            queue: {size-max: 200MiB, reserve: 16MiB}
            relay:
              listeners:
                - {listen: "127.0.0.1:$port", sign-in: trusted, trusted: [127.0.0.0/8]}
              internal-domains: [example.cz]
              routes: [{to: next}]
            destinations:
              next:
                smart-host: {host: 127.0.0.1, port: $next, tls: none}
                size-max: 200MiB
            """;

    private final Workbench bench;

    private MemoryBench(Workbench bench) {
        this.bench = bench;
    }

    /// @param arguments those of [Workbench]; the numbers are of idle services and of messages
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Workbench bench = Workbench.of("memory", arguments);
        MemoryBench memory = new MemoryBench(bench);
        for (int i = 0; i < bench.number(0, 3, 1); i++) {
            memory.idle();
        }
        memory.large(bench.number(1, 4, 2), 1);
        memory.large(bench.number(1, 4, 2), 4);
        bench.report(List.of());
    }

    private void idle() throws IOException, InterruptedException {
        try (Installed postern =
                Installed.start(bench.program(), bench.fresh(), StartBench.settings(), List.of())) {
            Thread.sleep(REST);
            add("memory.idle", Cost.of(Stream.of(postern.process())).residentKiB());
            add("memory.idle.heap", Cost.heapKiB(bench.folder(), postern.process()));
        }
    }

    /// @param clients who send at the same time
    private void large(int messages, int clients) throws IOException, InterruptedException {
        Path folder = bench.fresh();
        Path collections = folder.resolve("gc.log");
        int port = Ports.free();
        String what = clients == 1 ? "memory.150MiB" : "memory.150MiB.%dx".formatted(clients);
        try (NextHop hop = NextHop.clear();
                Installed postern =
                        Installed.start(
                                bench.program(),
                                folder,
                                RELAY.replace("$port", Integer.toString(port))
                                        .replace("$next", Integer.toString(hop.port())),
                                List.of("-Xlog:gc:file=" + collections))) {
            RelayPeer.Account nobody = new RelayPeer.Account("", "");
            Letter letter = new Letter(LARGE);
            new Mailer(new Postman.Door(port, Optional.empty(), nobody), clients, true)
                    .send(letter, 1, messages);
            if (!hop.await(messages, ARRIVAL_MAX).equals(letter.checksums(1, messages))) {
                throw new IOException("what arrived is not what was sent");
            }
            add(what, Cost.of(Stream.of(postern.process())).peakKiB());
            add(what + ".heap", peakOfHeapKiB(collections));
        }
    }

    private static long peakOfHeapKiB(Path collections) throws IOException {
        Matcher used = USED.matcher(Files.readString(collections));
        return used.results().mapToLong(one -> Long.parseLong(one.group(1))).max().orElse(0)
                * (long) KIB_A_MIB;
    }

    private void add(String what, long kib) {
        bench.figures().add(what, OURS, kib / KIB_A_MIB, MIB);
    }
}
