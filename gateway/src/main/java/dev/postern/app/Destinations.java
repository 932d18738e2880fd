package dev.postern.app;

import dev.postern.config.ByteSize;
import dev.postern.config.Destination.Kind;
import dev.postern.config.Secret;
import dev.postern.config.SecretUnavailableException;
import dev.postern.config.Settings;
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
import dev.postern.queue.Outlet;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// Makes destinations out of settings.
final class Destinations {

    private static final Duration WARN_AFTER = Duration.ofHours(4);

    private final Ways ways;
    private final Reports reports;
    private final Path temporary;
    private final InstantSource clock;
    private final RandomGenerator random;

    /// @param ways makes those that send mail on
    /// @param reports makes the one that tells senders
    /// @param temporary a folder for what is built while it is handed over
    Destinations(
            Ways ways,
            Reports reports,
            Path temporary,
            InstantSource clock,
            RandomGenerator random) {
        this.ways = ways;
        this.reports = reports;
        this.temporary = temporary;
        this.clock = clock;
        this.random = random;
    }

    /// All destinations there are to be, each with what it is made of: when that changes, it is
    /// made anew.
    Map<String, List<Object>> wanted(Settings settings) {
        Map<String, List<Object>> wanted = new LinkedHashMap<>();
        settings.destinations()
                .forEach((name, destination) -> wanted.put(name, madeOf(destination, settings)));
        settings.relay()
                .ifPresent(
                        relay -> wanted.put(Outlet.SENDER, List.of(relay, Names.host(settings))));
        return wanted;
    }

    private static List<Object> madeOf(
            dev.postern.config.Destination destination, Settings settings) {
        return switch (destination.kind()) {
            case Way way -> List.of(destination, Ways.context(way, settings));
            case Kind.Folder _, Kind.Maildir _, Kind.Webhook _, Kind.Command _ ->
                    List.of(destination);
        };
    }

    /// @throws IOException if a secret or a certificate it needs cannot be read
    Destination of(String name, Settings settings) throws IOException {
        if (name.equals(Outlet.SENDER)) {
            return reports.destination(settings);
        }
        var wanted = Objects.requireNonNull(settings.destinations().get(name));
        var retry = wanted.retry();
        return new Destination(
                name,
                agent(wanted.kind(), settings),
                limits(wanted),
                new RetrySchedule(
                        retry.first(),
                        retry.longest(),
                        Integer.MAX_VALUE,
                        retry.giveUpAfter(),
                        settings.relay()
                                .map(relay -> relay.limits().warnAfter())
                                .orElse(WARN_AFTER)));
    }

    private static Limits limits(dev.postern.config.Destination destination) {
        Limits usual =
                switch (destination.kind()) {
                    case Way way -> Ways.usual(way);
                    case Kind.Folder _, Kind.Maildir _, Kind.Webhook _, Kind.Command _ ->
                            Limits.none();
                };
        return new Limits(
                destination.connections().orElse(usual.connections()),
                destination.messagesPerMinute().orElse(usual.messagesPerMinute()),
                destination.messagesPerHour().orElse(usual.messagesPerHour()),
                destination.sizeMax().map(ByteSize::bytes).orElse(usual.sizeMax()),
                destination.recipientsPerMessage().orElse(usual.recipientsPerMessage()),
                destination
                        .recipientsPerDay()
                        .map(Integer::longValue)
                        .orElse(usual.recipientsPerDay()));
    }

    private DeliveryAgent agent(Kind kind, Settings settings) throws IOException {
        return switch (kind) {
            case Kind.Folder(var path) ->
                    new FolderAgent(path, PosixFilePermissions.fromString("rw-r-----"), random);
            case Kind.Maildir(var path) -> new MaildirAgent(path, random);
            case Kind.Webhook webhook -> webhook(webhook);
            case Kind.Command(var line, var limit) ->
                    new CommandAgent(new CommandSettings(line, limit));
            case Way way -> ways.agent(way, settings);
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
