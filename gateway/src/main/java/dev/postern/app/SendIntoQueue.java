package dev.postern.app;

import dev.postern.account.Devices;
import dev.postern.account.Peer;
import dev.postern.account.SenderPolicy;
import dev.postern.config.Relay;
import dev.postern.config.Settings;
import dev.postern.control.SendReport;
import dev.postern.control.UnusableException;
import dev.postern.protocol.mail.Envelope;
import dev.postern.queue.QueueStore;
import dev.postern.relay.Letter;
import dev.postern.relay.Principal;
import dev.postern.relay.QueuedRelay;
import dev.postern.relay.Receipt;
import dev.postern.relay.Refusal;
import dev.postern.relay.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/// Puts one message into the queue, beside the running service or without one. Whoever may write to
/// the store may send as anybody.
final class SendIntoQueue {

    private static final int PORTION = 64 * 1024;

    private SendIntoQueue() {}

    static SendReport send(OutgoingMail mail, Settings settings, Gateway.Environment world)
            throws IOException, InterruptedException {
        Relay relay =
                settings.relay()
                        .orElseThrow(() ->
                                new UnusableException(
                                        "The settings have no `relay`: nothing says which way a message goes. Add `relay: {routes: [{to: DESTINATION}]}`, or hand it to a server with --via."));
        try (QueueStore queue = Store.open(settings, world.listener(), world)) {
            QueuedRelay entrance =
                    new QueuedRelay(
                            RelayTerms.of(relay, settings),
                            new Surroundings(
                                    queue.intake(),
                                    Devices.NONE,
                                    world.listener(),
                                    world.clock(),
                                    world.random()));
            return send(mail, entrance);
        }
    }

    private static SendReport send(OutgoingMail mail, QueuedRelay entrance)
            throws IOException, InterruptedException {
        Principal principal =
                new Principal.Local(
                        System.getProperty("user.name", "unknown"),
                        new SenderPolicy(List.of("*"), SenderPolicy.From.KEEP, Optional.empty()));
        Optional<Refusal> refusal = refusal(entrance, principal, mail.envelope());
        if (refusal.isPresent()) {
            return declined(refusal.get());
        }
        Peer peer =
                new Peer(
                        InetAddress.getLoopbackAddress(),
                        Optional.empty(),
                        "local",
                        Optional.empty(),
                        Optional.empty(),
                        "postern send");
        try (Letter letter = entrance.receive(principal, peer, mail.envelope());
                InputStream message = Files.newInputStream(mail.file())) {
            byte[] portion = new byte[PORTION];
            for (int count = message.read(portion); count >= 0; count = message.read(portion)) {
                letter.write(portion, 0, count);
            }
            return switch (letter.finish()) {
                case Receipt.Taken(var id, String messageId) ->
                        new SendReport(
                                true,
                                false,
                                id.value(),
                                messageId,
                                mail.envelope().recipients().stream()
                                        .map(one -> one.address().toString())
                                        .toList(),
                                "In the queue; postern queue show " + id.value());
                case Receipt.Declined(Refusal declined) -> declined(declined);
            };
        }
    }

    private static Optional<Refusal> refusal(
            QueuedRelay entrance, Principal principal, Envelope envelope) {
        Optional<Refusal> sender = entrance.sender(principal, envelope.sender());
        return sender.isPresent()
                ? sender
                : envelope.recipients().stream()
                        .map(one -> entrance.recipient(principal, envelope.sender(), one.address()))
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    private static SendReport declined(Refusal refusal) {
        return new SendReport(
                false,
                refusal.notNow(),
                "",
                "",
                List.of(),
                "Not taken: %d %s %s".formatted(refusal.code(), refusal.status(), refusal.words()));
    }
}
