package dev.postern.token;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/// Sends HTTP requests with every bound in place: connect, whole answer, size. Follows no
/// redirects. Safe for use by many threads; [#close()] ends what is under way.
final class HttpClients implements AutoCloseable {

    static final int BODY_MAX = 256 * 1024;

    private final Timeouts timeouts;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Route, Client> clients = new HashMap<>();

    HttpClients(Timeouts timeouts, InstantSource clock) {
        this.timeouts = timeouts;
        this.clock = clock;
    }

    /// How a server is reached.
    ///
    /// @param trust a PEM file of the only certificates to trust; the JDK's own if empty
    /// @param proxied whether the JVM's proxy settings apply
    record Route(Optional<Path> trust, boolean proxied) {}

    private record Client(HttpClient http, String trustStamp) {}

    /// @throws HttpTimeoutException if the answer was not complete in time
    /// @throws CredentialException if the trusted certificates cannot be read
    /// @throws IOException if the connection failed, or the answer was too large
    HttpAnswer send(Route route, HttpRequest request)
            throws IOException, InterruptedException, CredentialException {
        CompletableFuture<HttpResponse<String>> exchange =
                client(route)
                        .sendAsync(
                                request,
                                BodyHandlers.limiting(
                                        BodyHandlers.ofString(StandardCharsets.UTF_8), BODY_MAX));
        try {
            HttpResponse<String> response =
                    exchange.get(timeouts.answer().toMillis(), TimeUnit.MILLISECONDS);
            return new HttpAnswer(
                    response.statusCode(), response.headers(), response.body(), clock.instant());
        } catch (TimeoutException _) {
            throw new HttpTimeoutException(
                    "no complete answer within %d ms".formatted(timeouts.answer().toMillis()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException(e.getCause());
        } finally {
            exchange.cancel(true);
        }
    }

    private HttpClient client(Route route) throws CredentialException {
        String stamp = route.trust().isPresent() ? Stamp.ofFiles(route.trust().get()) : "";
        lock.lock();
        try {
            Client client = clients.get(route);
            if (client == null || !client.trustStamp().equals(stamp)) {
                HttpClient http = build(route);
                if (client != null) {
                    client.http().shutdown();
                }
                client = new Client(http, stamp);
                clients.put(route, client);
            }
            return client.http();
        } finally {
            lock.unlock();
        }
    }

    private HttpClient build(Route route) throws CredentialException {
        // HTTP/1.1: an h2c upgrade offer in clear text confuses metadata endpoints, and one request
        // an
        // hour gains nothing from HTTP/2.
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(timeouts.connect());
        if (!route.proxied()) {
            builder.proxy(HttpClient.Builder.NO_PROXY);
        }
        if (route.trust().isPresent()) {
            builder.sslContext(KeyFiles.trusting(route.trust().get()));
        }
        return builder.build();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            clients.values().forEach(client -> client.http().shutdownNow());
            clients.clear();
        } finally {
            lock.unlock();
        }
    }
}
