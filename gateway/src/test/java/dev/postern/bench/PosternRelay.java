package dev.postern.bench;

import dev.postern.lab.tls.Authority;
import dev.postern.peers.Ports;
import dev.postern.peers.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/// Postern as it is installed: the program, in a process of its own.
///
/// @param program the start script
record PosternRelay(Path program) implements RelayPeer {

    /// As many connections as Postfix opens to one destination.
    private static final int CONNECTIONS = 20;

    private static final String USER = "bench";

    private static final String SETTINGS =
            """
            data: $folder/data
            relay:
              listeners:
                - {listen: "127.0.0.1:$port", $door}
              internal-domains: [example.cz]
              routes: [{to: next}]
            destinations:
              next:
                smart-host: {port: $next, $way}
                connections: $connections
            """;

    @Override
    public String name() {
        return "postern";
    }

    @Override
    public Running start(Path folder, Next next) throws IOException, InterruptedException {
        int port = Ports.free();
        Files.createDirectories(folder.resolve("data"));
        Path settings = folder.resolve("postern.yaml");
        String text =
                SETTINGS.replace("$port", Integer.toString(port))
                        .replace(
                                "$next", Integer.toString(next.held() ? Ports.free() : next.port()))
                        .replace("$connections", Integer.toString(CONNECTIONS));
        String password = "";
        if (next.secured().isPresent()) {
            Files.writeString(
                    settings, filled(folder, secured(folder, text, next.secured().get())));
            password = account(folder, settings);
        } else {
            Files.writeString(settings, filled(folder, clear(text)));
        }
        Process process =
                new ProcessBuilder(program.toString(), "run", "-c", settings.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("postern.out").toFile())
                        .start();
        Ports.await(port, process);
        return new Started(
                port, new Account(USER, password), folder.resolve("data/queue.db"), process);
    }

    private static String filled(Path folder, String text) {
        return text.replace("$folder", folder.toString());
    }

    private static String clear(String text) {
        return text.replace("$door", "sign-in: trusted, trusted: [127.0.0.0/8]")
                .replace("$way", "host: 127.0.0.1, tls: none");
    }

    private static String secured(Path folder, String text, Authority authority)
            throws IOException {
        authority.writePem(folder.resolve("ca.pem"));
        authority.writeServerPem(
                List.of("localhost"), folder.resolve("cert.pem"), folder.resolve("key.pem"));
        return text.replace(
                        "$door",
                        "sign-in: required, tls: {certificate: $folder/cert.pem, key: $folder/key.pem}")
                .replace(
                        "$way",
                        "host: localhost, tls: required, trust: $folder/ca.pem, sign-in: {user: $user, password: $password}")
                .replace("$user", NextHop.USER)
                .replace("$password", NextHop.PASSWORD);
    }

    /// @return its password
    private String account(Path folder, Path settings) throws IOException, InterruptedException {
        return Programs.run(
                        folder,
                        List.of(
                                program.toString(),
                                "account",
                                "add",
                                USER,
                                "-c",
                                settings.toString(),
                                "--senders",
                                "*@example.cz"))
                .strip()
                .lines()
                .toList()
                .getLast();
    }

    private record Started(int port, Account account, Path database, Process process)
            implements Running {

        @Override
        public int queued() throws IOException {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT count(*) FROM message")) {
                return row.getInt(1);
            } catch (SQLException e) {
                throw new IOException("cannot count the messages in " + database, e);
            }
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
    }
}
