package dev.postern.relay;

import dev.postern.account.Account;
import dev.postern.account.Devices;
import dev.postern.account.Peer;
import dev.postern.account.SenderPolicy;
import dev.postern.event.Event;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.queue.SettableClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// A relay with a queue in memory behind it, and messages for it.
final class Desk {

    static final long SIZE_MAX = 1 << 20;
    static final AddrSpec RECIPIENT = AddrSpec.of("boss@example.cz");

    final MemoryIntake intake = new MemoryIntake();
    final SettableClock clock = new SettableClock();
    final List<Event> events = new ArrayList<>();
    final QueuedRelay relay;

    Desk() {
        this(new Routes(List.of(new Route(Route.When.ALWAYS, List.of("out"))), Set.of()));
    }

    Desk(Routes routes) {
        relay =
                new QueuedRelay(
                        new RelaySettings("gw.example.cz", routes, SIZE_MAX),
                        new Surroundings(
                                intake, Devices.NONE, events::add, clock, new Random(20261121)));
    }

    static Principal account(SenderPolicy policy, int messagesPerMinute) {
        return new Principal.Known(new Account("printer1", List.of(), policy, messagesPerMinute));
    }

    static Principal account(SenderPolicy.From from, String... senders) {
        return account(
                new SenderPolicy(List.of(senders), from, Optional.empty()), Integer.MAX_VALUE);
    }

    static Principal anybody() {
        return account(SenderPolicy.From.KEEP, "*");
    }

    static Peer peer() {
        try {
            return new Peer(
                    InetAddress.getByName("10.20.0.5"),
                    Optional.of("printer"),
                    "ESMTPSA",
                    Optional.of("TLSv1.2"),
                    Optional.of("LOGIN"),
                    "0.0.0.0:587");
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    static Envelope envelope(String sender) {
        return new Envelope(
                AddrSpec.parse(sender), List.of(Recipient.of(RECIPIENT)), Envelope.Options.NONE);
    }

    Receipt send(Principal who, String sender, String message) throws InterruptedException {
        return send(who, envelope(sender), message.getBytes(StandardCharsets.ISO_8859_1), 7);
    }

    Receipt send(Principal who, Envelope envelope, byte[] message, int step)
            throws InterruptedException {
        try (Letter letter = relay.receive(who, peer(), envelope)) {
            for (int at = 0; at < message.length; at += step) {
                letter.write(message, at, Math.min(step, message.length - at));
            }
            return letter.finish();
        }
    }

    /// The message in the queue without the Received field on top.
    String onward(Principal who, String sender, String message) throws InterruptedException {
        Receipt receipt = send(who, sender, message);
        if (receipt instanceof Receipt.Declined(Refusal why)) {
            throw new AssertionError(why);
        }
        String text = intake.lastText();
        return text.substring(text.indexOf("+0000\r\n") + 7);
    }

    /// What is said against the message.
    Refusal refusal(Principal who, String sender, String message) throws InterruptedException {
        return switch (send(who, sender, message)) {
            case Receipt.Declined(Refusal why) -> why;
            case Receipt.Taken taken -> throw new AssertionError(taken);
        };
    }
}
