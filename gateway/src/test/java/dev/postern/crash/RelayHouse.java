package dev.postern.crash;

import dev.postern.peers.Ports;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

/// A relay as it is installed, in a process of its own, with a smart host behind it and an account
/// `erp` for its HTTP API. Used by one thread.
final class RelayHouse implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    final SmtpSink sink = new SmtpSink();
    final int port;
    final int apiPort;
    private final Path folder;
    private final PosternProcess.Setting setting;
    private String password = "";

    RelayHouse(Path folder) throws IOException {
        this.folder = folder;
        this.setting = PosternProcess.Setting.in(folder);
        port = Ports.free();
        apiPort = Ports.free();
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(
                folder.resolve("postern.yaml"),
                """
                data: data
                queue: {reserve: 64MiB, size-max: 200MiB}
                relay:
                  name: postern.example.cz
                  listeners:
                    - {listen: "127.0.0.1:%d", sign-in: trusted, trusted: [127.0.0.0/8], senders: ["*@example.cz"]}
                  routes: [{to: host}]
                api: {listen: "127.0.0.1:%d"}
                destinations:
                  host: {smart-host: {host: 127.0.0.1, port: %d, tls: none}, size-max: 200MiB, retry: {first: 1s, longest: 2s}}
                """
                        .formatted(port, apiPort, sink.port()));
    }

    /// Starts the service, and returns when it runs.
    PosternProcess service(String... options) throws IOException, InterruptedException {
        String file = folder.resolve("postern.yaml").toString();
        password =
                PosternProcess.run(
                                setting,
                                "account",
                                "add",
                                "erp",
                                "--senders",
                                "*@example.cz",
                                "-c",
                                file)
                        .out()
                        .strip();
        PosternProcess service = PosternProcess.start(setting.with(options), "run", "-c", file);
        if (!service.says("started: ")) {
            throw new AssertionError("it ended by itself:\n" + service.err());
        }
        return service;
    }

    /// Posts a whole message to the API.
    HttpResponse<String> post(String to, HttpRequest.BodyPublisher message)
            throws IOException, InterruptedException {
        return post(InetAddress.getLoopbackAddress(), to, message);
    }

    /// @param from the address of this machine that it comes from
    HttpResponse<String> post(InetAddress from, String to, HttpRequest.BodyPublisher message)
            throws IOException, InterruptedException {
        String basic =
                Base64.getEncoder()
                        .encodeToString(("erp:" + password).getBytes(StandardCharsets.UTF_8));
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:%d/messages?from=erp@example.cz&to=%s"
                                                .formatted(apiPort, to)))
                        .header("Authorization", "Basic " + basic)
                        .timeout(PATIENCE)
                        .POST(message)
                        .build();
        try (HttpClient client = HttpClient.newBuilder().localAddress(from).build()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    static HttpRequest.BodyPublisher text(String text) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        return HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(octets));
    }

    @Override
    public void close() throws IOException {
        sink.close();
    }
}
