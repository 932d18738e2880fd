package dev.postern.app;

import dev.postern.config.ByteSize;
import dev.postern.config.Destination.Kind;
import dev.postern.config.Secret;
import dev.postern.config.SecretUnavailableException;
import dev.postern.config.Way;
import dev.postern.delivery.DeliveryAgent;
import dev.postern.delivery.Destination;
import dev.postern.delivery.Limits;
import dev.postern.delivery.RetrySchedule;
import dev.postern.delivery.command.CommandAgent;
import dev.postern.delivery.command.CommandSettings;
import dev.postern.delivery.folder.FolderAgent;
import dev.postern.delivery.folder.MaildirAgent;
import dev.postern.delivery.webhook.Signing;
import dev.postern.delivery.webhook.WebhookAgent;
import dev.postern.delivery.webhook.WebhookSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Makes destinations out of settings.
final class Destinations {

    private final Path temporary;
    private final InstantSource clock;
    private final RandomGenerator random;

    /// @param temporary a folder for what is built while it is handed over
    Destinations(Path temporary, InstantSource clock, RandomGenerator random) {
        this.temporary = temporary;
        this.clock = clock;
        this.random = random;
    }

    /// @throws IOException if a secret or a certificate it needs cannot be read
    Destination of(String name, dev.postern.config.Destination settings) throws IOException {
        var retry = settings.retry();
        return new Destination(
                name,
                agent(settings.kind()),
                new Limits(
                        settings.connections().orElse(1),
                        settings.messagesPerMinute().orElse(Limits.ANY_NUMBER),
                        settings.sizeMax().map(ByteSize::bytes).orElse(Limits.ANY_SIZE)),
                new RetrySchedule(
                        retry.first(), retry.longest(), Integer.MAX_VALUE, retry.giveUpAfter()));
    }

    private DeliveryAgent agent(Kind kind) throws IOException {
        return switch (kind) {
            case Kind.Folder(var path) ->
                    new FolderAgent(path, PosixFilePermissions.fromString("rw-r-----"), random);
            case Kind.Maildir(var path) -> new MaildirAgent(path, random);
            case Kind.Webhook webhook -> webhook(webhook);
            case Kind.Command(var line, var limit) ->
                    new CommandAgent(new CommandSettings(line, limit));
            case Way _ -> throw new IOException("no way is built yet");
        };
    }

    private DeliveryAgent webhook(Kind.Webhook webhook) throws IOException {
        return new WebhookAgent(
                webhook.url(), () -> current(webhook), Trust.of(webhook.trust()), clock, temporary);
    }

    private static WebhookSettings current(Kind.Webhook webhook) throws IOException {
        Signing signing =
                webhook.signingSecret().isPresent()
                        ? new Signing.With(revealed(webhook.signingSecret().get()))
                        : new Signing.None();
        Map<String, String> headers = new LinkedHashMap<>();
        for (var header : webhook.headers().entrySet()) {
            headers.put(header.getKey(), revealed(header.getValue()));
        }
        WebhookSettings.Form form =
                switch (webhook.format()) {
                    case RAW -> WebhookSettings.Form.RAW;
                    case JSON -> WebhookSettings.Form.JSON;
                };
        return new WebhookSettings(webhook.url(), form, signing, headers, webhook.timeout());
    }

    private static String revealed(Secret secret) throws IOException {
        try {
            return secret.reveal();
        } catch (SecretUnavailableException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
