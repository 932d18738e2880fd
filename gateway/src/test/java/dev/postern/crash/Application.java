package dev.postern.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/// An application behind a webhook that survives all crashes of its sender, and remembers what it
/// was sent. Safe for use by many threads.
final class Application implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, List<String>> keysByDigest = new LinkedHashMap<>();
    private boolean refusing;

    Application() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/mail", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/mail";
    }

    private void take(HttpExchange request) throws IOException {
        try (request) {
            String digest = Letters.digest(request.getRequestBody().readAllBytes());
            String key = String.valueOf(request.getRequestHeaders().getFirst("Idempotency-Key"));
            synchronized (this) {
                if (refusing) {
                    byte[] words = "this application knows no such form".getBytes(UTF_8);
                    request.sendResponseHeaders(422, words.length);
                    request.getResponseBody().write(words);
                    return;
                }
                keysByDigest.computeIfAbsent(digest, _ -> new ArrayList<>()).add(key);
            }
            request.sendResponseHeaders(204, -1);
        }
    }

    /// Whether it takes no message for good from now on.
    synchronized void refuse(boolean all) {
        refusing = all;
    }

    /// The Idempotency-Keys under which each message came, by the digest of its octets, in the
    /// order of their coming.
    synchronized Map<String, List<String>> taken() {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        keysByDigest.forEach((digest, keys) -> copy.put(digest, List.copyOf(keys)));
        return copy;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
