package dev.postern.bench;

import dev.postern.peers.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Postfix as Debian configures it, with folders of its own. It has to be started by root.
record PostfixRelay() implements RelayPeer {

    private static final Path DEBIAN = Path.of("/etc/postfix/master.cf");

    @Override
    public String name() {
        return "postfix";
    }

    @Override
    public Running start(Path folder, int next, boolean held)
            throws IOException, InterruptedException {
        int port = Ports.free();
        Path settings = Files.createDirectories(folder.resolve("etc"));
        Path queue = Files.createDirectories(folder.resolve("queue"));
        Path data = Files.createDirectories(folder.resolve("data"));
        Programs.run(folder, List.of("chown", "postfix", data.toString()));
        Files.writeString(settings.resolve("main.cf"), main(queue, data, next, held));
        Files.writeString(settings.resolve("master.cf"), services(port));
        Process process =
                new ProcessBuilder("postfix", "-c", settings.toString(), "start-fg")
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("postfix.out").toFile())
                        .start();
        Ports.await(port, process);
        return new Started(port, folder, settings, queue, process);
    }

    private static String main(Path queue, Path data, int next, boolean held) {
        return """
        compatibility_level = 3.6
        queue_directory = %s
        data_directory = %s
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        myhostname = postfix.example.cz
        mydestination =
        mynetworks = 127.0.0.0/8
        alias_maps =
        relayhost = [127.0.0.1]:%d
        defer_transports = %s
        """
                .formatted(queue, data, next, held ? "smtp relay" : "");
    }

    /// Debian's services, on our port and in no chroot, which would have to be filled first.
    private static String services(int port) throws IOException {
        return Files.readString(DEBIAN)
                .replaceFirst("(?m)^smtp( +inet)", "127.0.0.1:" + port + "$1")
                .replaceAll("(?m)^(\\S+ +(?:inet|unix|pass) +\\S+ +\\S+ +)y", "$1n");
    }

    private record Started(int port, Path folder, Path settings, Path queue, Process process)
            implements Running {

        /// Postfix moves files on while they are counted, in this order: by name, each counts once.
        @Override
        public int queued() throws IOException, InterruptedException {
            List<String> find =
                    List.of(
                            "find",
                            queue + "/incoming",
                            queue + "/active",
                            queue + "/deferred",
                            "-ignore_readdir_race",
                            "-type",
                            "f",
                            "-printf",
                            "%f\\n");
            return (int) Programs.run(folder, find).lines().distinct().count();
        }

        @Override
        public void close() throws IOException, InterruptedException {
            Programs.run(folder, List.of("postfix", "-c", settings.toString(), "stop"));
            process.onExit().join();
        }
    }
}
