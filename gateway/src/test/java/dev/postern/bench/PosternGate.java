package dev.postern.bench;

import dev.postern.lab.Lab;
import dev.postern.peers.Ports;
import dev.postern.peers.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Postern as it is installed: the program, in a process of its own, with tokens from a lab.
///
/// @param program the start script
/// @param mailboxes what the account of all clients opens
record PosternGate(Path program, Lab lab, List<String> mailboxes) implements Gate {

    private static final String SETTINGS =
            """
            data: $data
            queue: {reserve: 16MiB}
            tenants:
              lab:
                tenant-id: 22222222-2222-2222-2222-222222222222
                client-id: 11111111-1111-1111-1111-111111111111
                credential: {secret: lab-secret}
                cloud: {authority: "$authority", imap: "localhost:$server", trust: trust.pem}
            collect: {}
            destinations: {}
            proxy:
              - protocol: imap
                listen: 127.0.0.1:$port
                tenant: lab
                limits: {sessions: 100000, per-address: 100000, per-account: 100000}
                mailbox: {connections: 1000, logins-per-minute: 100000}
            """;

    PosternGate {
        mailboxes = List.copyOf(mailboxes);
    }

    @Override
    public String name() {
        return "postern";
    }

    @Override
    public Open open(Path folder, Behind behind) throws IOException, InterruptedException {
        int port = Ports.free();
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(
                folder.resolve("trust.pem"),
                Files.readString(behind.caFile()) + Files.readString(lab.started().caFile()));
        Path settings = folder.resolve("postern.yaml");
        Files.writeString(
                settings,
                SETTINGS.replace("$data", data.toString())
                        .replace("$authority", lab.started().authority())
                        .replace("$server", Integer.toString(behind.port()))
                        .replace("$port", Integer.toString(port)));
        String password = account(folder, settings);
        Process process =
                new ProcessBuilder(program.toString(), "run", "-c", settings.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("postern.out").toFile())
                        .start();
        Ports.await(port, process);
        return new Opened(port, password, process);
    }

    /// @return its password, the last that is printed
    private String account(Path folder, Path settings) throws IOException, InterruptedException {
        return Programs.run(
                        folder,
                        List.of(
                                program.toString(),
                                "account",
                                "add",
                                "bench",
                                "-c",
                                settings.toString(),
                                "--mailboxes",
                                String.join(",", mailboxes)))
                .strip()
                .lines()
                .toList()
                .getLast();
    }

    private record Opened(int port, String password, Process process) implements Open {

        @Override
        public Talk signedIn(String mailbox) throws IOException {
            Talk client = Talk.clear(port);
            signIn(client, mailbox);
            return client;
        }

        @Override
        public void signIn(Talk client, String mailbox) throws IOException {
            var _ = client.ask("LOGIN bench/" + mailbox + " \"" + password + "\"");
        }

        @Override
        public Stream<ProcessHandle> processes() {
            return Stream.of(process.toHandle());
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().join();
        }

        @Override
        public String toString() {
            return "Opened[port " + port + "]";
        }
    }
}
