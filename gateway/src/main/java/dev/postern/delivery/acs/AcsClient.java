package dev.postern.delivery.acs;

import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.Words;
import dev.postern.delivery.http.Came;
import dev.postern.delivery.http.Exchanges;
import dev.postern.delivery.http.TokenSignIn;
import dev.postern.delivery.http.TokenSignIn.Tried;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/// Requests to the service, signed or with a token. Safe for use by many threads.
final class AcsClient implements AutoCloseable {

    private static final String VERSION = "?api-version=2025-09-01";

    private final AcsSettings settings;
    private final InstantSource clock;
    private final Exchanges exchanges;

    AcsClient(AcsSettings settings, Exchanges exchanges, InstantSource clock) {
        this.settings = settings;
        this.exchanges = exchanges;
        this.clock = clock;
    }

    String name() {
        return exchanges.name();
    }

    /// Asks for a message to be sent, as this operation.
    Tried send(SendBody body, UUID operation) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri("/emails:send"))
                        .header("Content-Type", "application/json")
                        .header("Operation-Id", operation.toString())
                        .POST(HttpRequest.BodyPublishers.ofFile(body.file()));
        return tried(
                request, new Signature("POST", uri("/emails:send"), body.hash(), clock.instant()));
    }

    /// Asks after an operation.
    Tried status(UUID operation) throws InterruptedException {
        URI uri = uri("/emails/operations/" + operation);
        return tried(
                HttpRequest.newBuilder(uri).GET(),
                new Signature("GET", uri, Signature.NO_BODY, clock.instant()));
    }

    private Tried tried(HttpRequest.Builder request, Signature signature)
            throws InterruptedException {
        request.header("User-Agent", "Postern");
        return switch (settings.signIn()) {
            case AcsSettings.SignIn.ByKey(var key) -> signed(request, signature, key);
            case AcsSettings.SignIn.ByToken(TokenSignIn tokens) ->
                    tokens.send(
                            exchanges,
                            token ->
                                    request.setHeader("Authorization", "Bearer " + token.value())
                                            .build(),
                            settings.timeout());
        };
    }

    private Tried signed(HttpRequest.Builder request, Signature signature, AcsSettings.Key key)
            throws InterruptedException {
        try {
            signature.sign(request, key.reveal());
        } catch (IOException e) {
            return new Tried.NoToken(new Answer.NotNow(Words.of(e), Cause.ADMINISTRATOR));
        }
        Came came = exchanges.send(request.build(), settings.timeout());
        return new Tried.Sent(came, Optional.empty());
    }

    private URI uri(String path) {
        return settings.endpoint().resolve(URI.create(path + VERSION));
    }

    @Override
    public void close() {
        exchanges.close();
    }
}
