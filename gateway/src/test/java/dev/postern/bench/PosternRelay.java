package dev.postern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Postern as it is installed: the program, in a process of its own.
///
/// @param program the start script
record PosternRelay(Path program) implements RelayPeer {

    /// As many connections as Postfix opens to one destination.
    private static final int CONNECTIONS = 20;

    @Override
    public String name() {
        return "postern";
    }

    @Override
    public Running start(Path folder, int next, boolean held)
            throws IOException, InterruptedException {
        int port = Ports.free();
        Path data = Files.createDirectories(folder.resolve("data"));
        Path settings = folder.resolve("postern.yaml");
        Files.writeString(settings, settings(data, port, held ? Ports.free() : next));
        Process process =
                new ProcessBuilder(program.toString(), "run", "-c", settings.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("postern.out").toFile())
                        .start();
        Ports.await(port, process);
        return new Started(port, data.resolve("queue.db"), process);
    }

    private static String settings(Path data, int port, int next) {
        return """
        data: %s
        relay:
          listeners:
            - {listen: "127.0.0.1:%d", sign-in: trusted, trusted: [127.0.0.0/8]}
          internal-domains: [example.cz]
          routes: [{to: next}]
        destinations:
          next:
            smart-host: {host: 127.0.0.1, port: %d, tls: none}
            connections: %d
        """
                .formatted(data, port, next, CONNECTIONS);
    }

    private record Started(int port, Path database, Process process) implements Running {

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
        public void close() {
            process.destroy();
            process.onExit().join();
        }
    }
}
