package dev.postern.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.postern.peers.Dovecot;
import dev.postern.peers.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// nginx as a mail proxy. It asks an HTTP server, which is here, about each password, and has
/// neither TLS nor tokens for the server behind: it signs in there with the password, in the clear.
record NginxGate() implements Gate {

    private static final int BACKLOG = 1_000;
    private static final int OK = 200;
    private static final long NO_BODY = -1;

    private static final String SETTINGS =
            """
            load_module /usr/lib/nginx/modules/ngx_mail_module.so;
            daemon off;
            pid $folder/pid;
            error_log $folder/error.log;
            worker_processes 2;
            worker_rlimit_nofile 40000;
            events { worker_connections 20000; }
            mail {
              auth_http 127.0.0.1:$asked/;
              proxy_pass_error_message on;
              imap_capabilities IMAP4rev1 ID NAMESPACE;
              server { listen 127.0.0.1:$port backlog=1000; protocol imap; }
            }
            """;

    @Override
    public String name() {
        return "nginx";
    }

    @Override
    public Open open(Path folder, Behind behind) throws IOException, InterruptedException {
        HttpServer asked =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        asked.setExecutor(threads);
        asked.createContext("/", question -> answer(question, behind.portInClear()));
        asked.start();
        int port = Ports.free();
        Path settings = folder.resolve("nginx.conf");
        Files.writeString(
                settings,
                SETTINGS.replace("$folder", folder.toString())
                        .replace("$asked", Integer.toString(asked.getAddress().getPort()))
                        .replace("$port", Integer.toString(port)));
        Process process =
                new ProcessBuilder("nginx", "-c", settings.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("nginx.out").toFile())
                        .start();
        Ports.await(port, process);
        return new Opened(port, process, asked, threads);
    }

    /// Lets everybody in who knows the password.
    private static void answer(HttpExchange question, int server) throws IOException {
        try (question) {
            boolean known =
                    Dovecot.PASSWORD.equals(question.getRequestHeaders().getFirst("Auth-Pass"));
            question.getResponseHeaders().set("Auth-Status", known ? "OK" : "no such account");
            question.getResponseHeaders().set("Auth-Server", "127.0.0.1");
            question.getResponseHeaders().set("Auth-Port", Integer.toString(server));
            question.sendResponseHeaders(OK, NO_BODY);
        }
    }

    private record Opened(int port, Process process, HttpServer asked, ExecutorService threads)
            implements Open {

        @Override
        public Talk signedIn(String mailbox) throws IOException {
            Talk client = Talk.clear(port);
            signIn(client, mailbox);
            return client;
        }

        @Override
        public void signIn(Talk client, String mailbox) throws IOException {
            var _ = client.ask("LOGIN " + mailbox + " " + Dovecot.PASSWORD);
        }

        @Override
        public Stream<ProcessHandle> processes() {
            return Stream.concat(Stream.of(process.toHandle()), process.descendants());
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().join();
            asked.stop(0);
            threads.shutdownNow();
        }
    }
}
