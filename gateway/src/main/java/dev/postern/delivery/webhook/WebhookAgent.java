package dev.postern.delivery.webhook;

import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.DeliveryAgent;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.Words;
import dev.postern.delivery.http.Came;
import dev.postern.delivery.http.Exchanges;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;

/// Hands each message over by one POST. A `2xx` takes it.
///
/// Connections are kept between messages.
public final class WebhookAgent implements DeliveryAgent {

    private final Current current;
    private final InstantSource clock;
    private final Path temporary;
    private final Exchanges exchanges;

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
        this.exchanges = new Exchanges(url, tls);
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
        return switch (exchanges.send(request(parcel, body, settings), limit)) {
            case Came.Response response ->
                    Reply.of(response, clock.instant()).answer(settings.server());
            case Came.Nothing nothing -> new Answer.NotNow(nothing.words(), nothing.cause());
        };
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

    @Override
    public void close() {
        exchanges.close();
    }
}
