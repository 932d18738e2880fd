package dev.postern.delivery.webhook;

import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.DeliveryAgent;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.Words;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/// Hands each message over by one POST. A `2xx` takes it.
///
/// Connections are kept between messages.
public final class WebhookAgent implements DeliveryAgent {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final Current current;
    private final InstantSource clock;
    private final Path temporary;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;

    /// Gives the settings as they are now: secrets in files may be rolled at any time.
    @FunctionalInterface
    public interface Current {

        /// @throws IOException if a secret cannot be read now
        WebhookSettings settings() throws IOException;
    }

    /// An agent whose settings never change.
    ///
    /// @param tls whom to trust
    /// @param temporary a folder for the JSON form of a message while it is posted
    public WebhookAgent(
            WebhookSettings settings, SSLContext tls, InstantSource clock, Path temporary) {
        this(settings.url(), () -> settings, tls, clock, temporary);
    }

    /// An agent that asks for its settings at each hand-over.
    ///
    /// @param url of all of them
    public WebhookAgent(
            URI url, Current current, SSLContext tls, InstantSource clock, Path temporary) {
        this.current = current;
        this.clock = clock;
        this.temporary = temporary;
        // Over plain HTTP the client would ask for an upgrade to HTTP/2 in each request, with the
        // body already on its way. Not every server bears that.
        boolean plain = "http".equals(url.getScheme());
        this.client =
                HttpClient.newBuilder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .version(plain ? HttpClient.Version.HTTP_1_1 : HttpClient.Version.HTTP_2)
                        .sslContext(tls)
                        .executor(threads)
                        .build();
    }

    @Override
    public Answer hand(Parcel parcel) throws InterruptedException {
        WebhookSettings settings;
        try {
            settings = current.settings();
        } catch (IOException e) {
            return new Answer.NotNow(
                    "a secret of this webhook cannot be read (" + Words.of(e) + ")",
                    Cause.DESTINATION);
        }
        return hand(parcel, settings);
    }

    private Answer hand(Parcel parcel, WebhookSettings settings) throws InterruptedException {
        try (Body body = body(parcel, settings.form())) {
            return post(parcel, body, settings);
        } catch (IOException e) {
            return new Answer.NotNow(
                    "could not write the JSON form into "
                            + temporary
                            + ": make room there ("
                            + Words.of(e)
                            + ")",
                    Cause.DESTINATION);
        }
    }

    private Body body(Parcel parcel, WebhookSettings.Form form) throws IOException {
        return switch (form) {
            case RAW -> new Body.Raw(parcel);
            case JSON -> JsonBody.of(parcel, temporary);
        };
    }

    private Answer post(Parcel parcel, Body body, WebhookSettings settings)
            throws InterruptedException {
        Duration limit = settings.timeoutFor(body.length());
        CompletableFuture<HttpResponse<String>> exchange =
                client.sendAsync(request(parcel, body, settings), _ -> new Excerpt());
        try {
            HttpResponse<String> response = exchange.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return Reply.of(response, clock.instant()).answer(settings.server());
        } catch (ExecutionException e) {
            return failed(e.getCause() == null ? e : e.getCause(), settings);
        } catch (TimeoutException _) {
            return new Answer.NotNow(
                    settings.server() + " did not answer within " + limit, Cause.UNKNOWN);
        } finally {
            // Ends the exchange if it is still going on; else it does nothing.
            exchange.cancel(true);
        }
    }

    private HttpRequest request(Parcel parcel, Body body, WebhookSettings settings) {
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.url());
        settings.headers().forEach(request::setHeader);
        request.setHeader("User-Agent", "Postern");
        request.setHeader("Content-Type", body.contentType());
        Headers.add(request, parcel);
        settings.signing()
                .sign(parcel.message().id().value(), body.sha256(), clock.instant())
                .ifPresent(value -> request.setHeader("Postern-Signature", value));
        return request.POST(body.publisher()).build();
    }

    private static Answer failed(Throwable failure, WebhookSettings settings) {
        String server = settings.server();
        return switch (failure) {
            case HttpConnectTimeoutException _ ->
                    new Answer.NotNow(
                            "no connection to " + server + " within " + CONNECT_TIMEOUT,
                            Cause.DESTINATION);
            case HttpTimeoutException e -> new Answer.NotNow(Words.of(e), Cause.UNKNOWN);
            case ConnectException e ->
                    new Answer.NotNow(unreachable(e, settings), Cause.DESTINATION);
            case SSLException e ->
                    new Answer.NotNow(
                            "no safe connection to "
                                    + server
                                    + ": check its certificate, or `trust` its CA ("
                                    + Words.of(e)
                                    + ")",
                            Cause.DESTINATION);
            default ->
                    new Answer.NotNow(
                            "the connection to " + server + " broke: " + Words.of(failure),
                            Cause.UNKNOWN);
        };
    }

    private static String unreachable(ConnectException e, WebhookSettings settings) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "the name " + settings.url().getHost() + " cannot be resolved";
            }
        }
        String more = e.getMessage() == null ? "" : " (" + Words.clean(e.getMessage()) + ")";
        return "could not connect to " + settings.server() + ": is it running?" + more;
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }
}
