package dev.postern.bench;

import dev.postern.lab.Lab;
import dev.postern.lab.LabSettings;
import dev.postern.lab.directory.WorldException;
import dev.postern.peers.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// How much memory it costs a proxy to hold sessions that have signed in and say nothing: IMAP
/// clients in the clear, TLS to the server, which is the lab.
///
/// The proxy is a process of its own. What is live in its heap after a full collection, and what
/// the system has given to it, are compared before the sessions and amidst them.
final class ProxyBench {

    /// As many connections as one mailbox may have by the settings.
    private static final int PER_MAILBOX = 1000;

    /// Signed in and left again before anything is measured, so that what all sessions share is
    /// there.
    private static final int WARMING = 200;

    private static final int SOCKET_MILLIS = 60_000;
    private static final double KIBI = 1024;
    private static final String MAILBOXES = "/tenants/example/exchange/mailboxes/";

    private final PrintStream out;
    private final Path folder;
    private final int sessions;
    private final Path program;
    private final int port = Ports.free();
    private String password = "";

    private ProxyBench(PrintStream out, Path folder, int sessions, Path program)
            throws IOException {
        this.out = out;
        this.folder = folder;
        this.sessions = sessions;
        this.program = program;
    }

    /// @param arguments a folder for the data, the number of sessions, the number of rounds, and
    ///   Postern's start script
    public static void main(String[] arguments)
            throws IOException, InterruptedException, WorldException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        new ProxyBench(System.out, folder, Integer.parseInt(arguments[1]), Path.of(arguments[3]))
                .run(Integer.parseInt(arguments[2]));
    }

    private void run(int rounds) throws IOException, InterruptedException, WorldException {
        for (String fact : Machine.facts(folder, List.of())) {
            out.println(fact);
        }
        out.println("load before: " + Files.readString(Path.of("/proc/loadavg")).strip());
        try (Lab lab = Lab.start(LabSettings.free(folder))) {
            for (String mailbox : mailboxes()) {
                lab.directory().put(MAILBOXES + mailbox, "{full-access: [gateway]}");
            }
            String settings = settings(lab);
            password = account(settings);
            Process service =
                    new ProcessBuilder(program.toString(), "run", "-c", settings)
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("postern.out").toFile())
                            .start();
            try {
                Ports.await(port, service);
                leave(signIn(WARMING));
                for (int round = 1; round <= rounds; round++) {
                    measure(service.pid());
                }
            } finally {
                service.destroy();
                service.onExit().join();
            }
        }
        out.println("load after: " + Files.readString(Path.of("/proc/loadavg")).strip());
    }

    private List<String> mailboxes() {
        return IntStream.rangeClosed(0, sessions / PER_MAILBOX)
                .mapToObj("idle%d@example.cz"::formatted)
                .toList();
    }

    private String settings(Lab lab) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        String yaml =
                """
                data: %s
                queue: {reserve: 16MiB}
                tenants:
                  lab:
                    tenant-id: 22222222-2222-2222-2222-222222222222
                    client-id: 11111111-1111-1111-1111-111111111111
                    credential: {secret: lab-secret}
                    cloud: {authority: "%s", imap: "%s", trust: "%s"}
                collect: {}
                destinations: {}
                proxy:
                  - protocol: imap
                    listen: "127.0.0.1:%d"
                    tenant: lab
                    limits: {sessions: 20000, per-address: 20000, per-account: 20000}
                    mailbox: {connections: %d, logins-per-minute: 100000}
                """
                        .formatted(
                                data,
                                lab.started().authority(),
                                lab.started().imap(),
                                lab.started().caFile(),
                                port,
                                PER_MAILBOX);
        return Files.writeString(folder.resolve("postern.yaml"), yaml).toString();
    }

    /// Adds the account of all clients.
    ///
    /// @return its password
    private String account(String settings) throws IOException, InterruptedException {
        Process command =
                new ProcessBuilder(
                                program.toString(),
                                "account",
                                "add",
                                "idler",
                                "--mailboxes",
                                String.join(",", mailboxes()),
                                "-c",
                                settings)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (var out = command.inputReader(StandardCharsets.US_ASCII)) {
            String printed = out.readLine();
            if (command.waitFor() != 0 || printed == null) {
                throw new IOException("cannot add an account");
            }
            return printed.strip();
        }
    }

    private void measure(long pid) throws IOException, InterruptedException {
        Memory before = memory(pid);
        long begun = System.nanoTime();
        List<Socket> clients = signIn(sessions);
        double seconds = (System.nanoTime() - begun) / 1e9;
        Memory amidst = memory(pid);
        leave(clients);
        out.printf(
                Locale.ROOT,
                "proxy.idle %d sessions, signed in one after another in %.1f s%n",
                sessions,
                seconds);
        print("heap, live", before.live(), amidst.live());
        print("resident", before.resident(), amidst.resident());
    }

    private void print(String what, long before, long amidst) {
        out.printf(
                Locale.ROOT,
                "proxy.idle %-10s before %9.0f KiB, amidst %9.0f KiB: %6.1f KiB a session%n",
                what,
                before / KIBI,
                amidst / KIBI,
                (amidst - before) / KIBI / sessions);
    }

    private List<Socket> signIn(int count) throws IOException {
        List<Socket> clients = new ArrayList<>(count);
        List<String> mailboxes = mailboxes();
        for (int number = 0; number < count; number++) {
            Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
            clients.add(client);
            client.setSoTimeout(SOCKET_MILLIS);
            BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    client.getInputStream(), StandardCharsets.US_ASCII),
                            512);
            expect(lines, "* OK");
            client.getOutputStream()
                    .write(
                            "a LOGIN %s %s\r\n"
                                    .formatted(mailboxes.get(number / PER_MAILBOX), password)
                                    .getBytes(StandardCharsets.US_ASCII));
            expect(lines, "a OK");
        }
        return clients;
    }

    private static void expect(BufferedReader lines, String beginning) throws IOException {
        String line = lines.readLine();
        if (line == null || !line.startsWith(beginning)) {
            throw new IOException("not " + beginning + " but " + line);
        }
    }

    /// Returns when all sessions are over: the server says good-bye and ends.
    private static void leave(List<Socket> clients) throws IOException {
        for (Socket client : clients) {
            client.getOutputStream().write("z LOGOUT\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        for (Socket client : clients) {
            try (client) {
                client.getInputStream().readAllBytes();
            }
        }
    }

    /// What a process has, in octets.
    ///
    /// @param live what a full collection leaves in its heap
    private record Memory(long live, long resident) {}

    private Memory memory(long pid) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        String histogram =
                Programs.run(folder, List.of(jcmd, Long.toString(pid), "GC.class_histogram"));
        String total = lineOf(histogram, "Total");
        String resident =
                lineOf(Files.readString(Path.of("/proc/%d/status".formatted(pid))), "VmRSS");
        return new Memory(
                Long.parseLong(total.split("\\s+", -1)[2]),
                Long.parseLong(resident.split("\\s+", -1)[1]) * 1024);
    }

    private static String lineOf(String text, String beginning) throws IOException {
        return text.lines()
                .filter(line -> line.startsWith(beginning))
                .findFirst()
                .orElseThrow(() -> new IOException("no line begins with " + beginning));
    }
}
