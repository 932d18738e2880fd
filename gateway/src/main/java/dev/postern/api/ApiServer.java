package dev.postern.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import dev.postern.account.Peer;
import dev.postern.listen.Turnstile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/// Listens for the HTTP API, from [#start] until [#close]. Any thread may call.
///
/// The JDK's server takes its time limits from the properties that [HttpBounds] sets.
public final class ApiServer implements AutoCloseable {

    /// Requests that are answered at a time; further ones are told to come again.
    public static final int AT_ONCE = 200;

    /// From one address, so that nobody who guesses passwords takes all the room. Behind a reverse
    /// proxy that is all there is.
    public static final int AT_ONCE_FROM_ONE = 100;

    private static final int BACKLOG = 200;

    /// Thousands may be sending what nobody wants.
    private static final int BUFFER = 4 * 1024;

    private static final long REST_MAX = 64L * 1024 * 1024;
    private static final System.Logger LOG = System.getLogger(ApiServer.class.getName());
    private static final int GRACE_SECONDS = 10;

    private final HttpServer server;
    private final ExecutorService threads;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final Turnstile<InetAddress> byAddress = new Turnstile<>(AT_ONCE_FROM_ONE);
    private final Api api;
    private final String entry;

    private ApiServer(HttpServer server, Api api, String entry) {
        this.server = server;
        this.api = api;
        this.entry = entry;
        this.threads =
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("api-", 0).factory());
    }

    /// Starts to listen.
    ///
    /// @param tls asked for each connection, so that a renewed certificate is shown; empty for
    ///   connections in the clear
    public static ApiServer start(
            InetSocketAddress at, Optional<Supplier<Optional<SSLContext>>> tls, Api api)
            throws IOException {
        HttpServer server =
                tls.isPresent()
                        ? secured(at, CurrentTls.of(tls.get()))
                        : HttpServer.create(at, BACKLOG);
        String entry = at.getHostString() + ":" + server.getAddress().getPort();
        ApiServer started = new ApiServer(server, api, entry);
        server.setExecutor(started.threads);
        server.createContext("/", started::handle);
        server.start();
        return started;
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /// Lets requests that are being answered come to their end, for a while, and stops.
    @Override
    public void close() {
        server.stop(GRACE_SECONDS);
        threads.shutdownNow();
        threads.close();
    }

    private static HttpServer secured(InetSocketAddress at, SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(at, BACKLOG);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return server;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            // A client that is still sending would not read the answer.
            drain(exchange);
            send(exchange, answer);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Answering " + exchange.getRequestURI().getPath(),
                    e);
            send(
                    exchange,
                    new RejectedException(
                                    500,
                                    "InternalServerError",
                                    "This is a mistake of Postern; its log says more.")
                            .answer());
        }
    }

    private static void drain(HttpExchange exchange) throws IOException {
        byte[] buffer = new byte[BUFFER];
        InputStream body = exchange.getRequestBody();
        long left = REST_MAX;
        for (int read = 0; read >= 0 && left > 0; left -= read) {
            read = body.read(buffer);
        }
    }

    private Answer answer(HttpExchange exchange) throws InterruptedException {
        InetAddress from = exchange.getRemoteAddress().getAddress();
        if (!byAddress.enter(from)) {
            return crowded();
        }
        try {
            return inTurn(exchange);
        } finally {
            byAddress.leave(from);
        }
    }

    private Answer inTurn(HttpExchange exchange) throws InterruptedException {
        if (!room.tryAcquire()) {
            return crowded();
        }
        try {
            return api.answer(call(exchange));
        } finally {
            room.release();
        }
    }

    private static Answer crowded() {
        return RejectedException.later(
                        503,
                        "ServiceUnavailable",
                        "Too many requests come at once.",
                        Duration.ofSeconds(1))
                .answer();
    }

    private Call call(HttpExchange exchange) {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        Optional<String> tls =
                exchange instanceof HttpsExchange secured
                        ? Optional.of(secured.getSSLSession().getProtocol())
                        : Optional.empty();
        Peer peer =
                new Peer(
                        exchange.getRemoteAddress().getAddress(),
                        Optional.empty(),
                        "HTTP",
                        tls,
                        Optional.empty(),
                        entry);
        return new Call(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                headers,
                exchange.getRequestBody(),
                peer);
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(answer.status(), body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
