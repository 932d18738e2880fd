package dev.postern.peers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;

/// Tells a server whose access token it has been shown (RFC 7662), by GET as Dovecot can ask.
///
/// Safe for use by many threads.
final class Introspection implements AutoCloseable {

    private static final String QUERY = "token=";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, String> users = new ConcurrentHashMap<>();
    private final Function<String, Optional<String>> others;

    /// Knows the tokens that are permitted.
    Introspection() throws IOException {
        this(_ -> Optional.empty());
    }

    /// @param others whose token it is that was not permitted one by one; empty if nobody's
    Introspection(Function<String, Optional<String>> others) throws IOException {
        this.others = others;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/introspect", this::answer);
        server.start();
    }

    /// Makes a token valid for one mailbox.
    void permit(String token, String user) {
        users.put(token, user);
    }

    /// Makes a token invalid.
    void revoke(String token) {
        users.remove(token);
    }

    /// What the token is to be added to.
    URI url() {
        return URI.create(
                "http://127.0.0.1:%d/introspect?%s"
                        .formatted(server.getAddress().getPort(), QUERY));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
            String token =
                    Stream.of(query.split("&"))
                            .filter(part -> part.startsWith(QUERY))
                            .map(part -> part.substring(QUERY.length()))
                            .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
                            .findFirst()
                            .orElse("");
            Optional<String> user =
                    Optional.ofNullable(users.get(token)).or(() -> others.apply(token));
            byte[] body =
                    user.map("{\"active\":true,\"username\":\"%s\"}"::formatted)
                            .orElse("{\"active\":false}")
                            .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
