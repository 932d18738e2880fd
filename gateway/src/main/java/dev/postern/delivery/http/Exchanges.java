package dev.postern.delivery.http;

import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.Words;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/// HTTP exchanges with one server, over connections that are kept between them. Redirects are not
/// followed: a message goes where the settings say.
///
/// Safe for use by many threads.
public final class Exchanges implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int KEPT = 4 * 1024;

    private final URI server;
    private final int kept;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;

    /// @param server any URL of it
    /// @param tls whom to trust
    public Exchanges(URI server, SSLContext tls) {
        this(server, tls, KEPT);
    }

    /// @param kept octets of a response's body that are kept
    public Exchanges(URI server, SSLContext tls, int kept) {
        this.server = server;
        this.kept = kept;
        // Over plain HTTP the client would ask for an upgrade to HTTP/2 in each request, with the
        // body already on its way. Not every server bears that.
        boolean plain = "http".equals(server.getScheme());
        this.client =
                HttpClient.newBuilder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .version(plain ? HttpClient.Version.HTTP_1_1 : HttpClient.Version.HTTP_2)
                        .sslContext(tls)
                        .executor(threads)
                        .build();
    }

    /// Asks, and waits for the answer.
    ///
    /// @param limit for all of it
    public Came send(HttpRequest request, Duration limit) throws InterruptedException {
        CompletableFuture<HttpResponse<String>> exchange =
                client.sendAsync(request, _ -> new Excerpt(kept));
        try {
            HttpResponse<String> response = exchange.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new Came.Response(response.statusCode(), response.headers(), response.body());
        } catch (ExecutionException e) {
            return failed(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException _) {
            return new Came.Nothing(
                    name() + " did not answer within " + limit, Cause.UNKNOWN, true);
        } finally {
            // Ends the exchange if it is still going on; else it does nothing.
            exchange.cancel(true);
        }
    }

    private Came.Nothing failed(Throwable failure) {
        return switch (failure) {
            case HttpConnectTimeoutException _ ->
                    new Came.Nothing(
                            "no connection to " + name() + " within " + CONNECT_TIMEOUT,
                            Cause.DESTINATION,
                            false);
            case HttpTimeoutException e -> new Came.Nothing(Words.of(e), Cause.UNKNOWN, true);
            case ConnectException e -> new Came.Nothing(unreachable(e), Cause.DESTINATION, false);
            case SSLException e ->
                    new Came.Nothing(
                            "no safe connection to "
                                    + name()
                                    + ": check its certificate, or `trust` its CA ("
                                    + Words.of(e)
                                    + ")",
                            Cause.DESTINATION,
                            false);
            default ->
                    new Came.Nothing(
                            "the connection to " + name() + " broke: " + Words.of(failure),
                            Cause.UNKNOWN,
                            true);
        };
    }

    private String unreachable(ConnectException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "the name " + server.getHost() + " cannot be resolved";
            }
        }
        String more = e.getMessage() == null ? "" : " (" + Words.clean(e.getMessage()) + ")";
        return "could not connect to " + name() + ": is it running?" + more;
    }

    /// The server as messages for people name it: without path and query.
    public String name() {
        return server.getScheme() + "://" + server.getAuthority();
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }
}
