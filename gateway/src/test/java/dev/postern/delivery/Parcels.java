package dev.postern.delivery;

import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.queue.Addressee;
import dev.postern.queue.Consignment;
import dev.postern.queue.Notice;
import dev.postern.queue.Origin;
import dev.postern.queue.Place;
import dev.postern.queue.QueueId;
import dev.postern.queue.ServerId;
import dev.postern.queue.StoredMessage;
import dev.postern.queue.Submitter;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Parcels for the tests of agents.
public final class Parcels {

    public static final Instant ACCEPTED = Instant.parse("2026-11-21T08:00:01.5Z");

    private Parcels() {}

    public static Parcel of(byte[] octets) {
        return of("Q0000000A", 1, octets);
    }

    public static Parcel of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    public static Parcel of(String id, int attempt, byte[] octets) {
        return new Parcel(
                message(id, octets, new ServerId.Uid(5)),
                attempt,
                _ -> new ByteArrayInputStream(octets));
    }

    public static StoredMessage message(String id, byte[] octets, ServerId serverId) {
        long generation = serverId instanceof ServerId.Uid ? 1_234_567_890L : 0;
        return new StoredMessage(
                new QueueId(id),
                new Origin.Collected(
                        new Place("Razr@example.cz", "Doručené", generation),
                        serverId,
                        Instant.parse("2026-11-21T07:59:00Z")),
                "razr",
                ACCEPTED,
                octets.length,
                MemoryOutlet.sha256(octets),
                Optional.of("<1@example.cz>"));
    }

    /// A message that was handed in, on its way to the second and third of its recipients.
    public static Parcel submitted(byte[] octets) {
        Envelope envelope =
                new Envelope(
                        Optional.of(AddrSpec.of("scanner@example.cz")),
                        Stream.of("anna@example.cz", "petr@example.cz", "žluť@example.cz")
                                .map(address -> Recipient.of(AddrSpec.of(address)))
                                .toList(),
                        Envelope.Options.NONE);
        Submitter by = new Submitter("printer1", "10.20.0.7", "printer1.example.cz", "ESMTPSA");
        return enveloped(new Origin.Submitted(envelope, by), List.of(1, 2), octets);
    }

    /// A report of ours.
    public static Parcel report(byte[] octets) {
        Envelope envelope =
                new Envelope(
                        Optional.empty(),
                        List.of(Recipient.of(AddrSpec.of("scanner@example.cz"))),
                        Envelope.Options.NONE);
        return enveloped(new Origin.Report(envelope, 17, Notice.FAILED), List.of(0), octets);
    }

    private static Parcel enveloped(Origin origin, List<Integer> numbers, byte[] octets) {
        StoredMessage collected = message("Q0000000A", octets, new ServerId.Uid(5));
        StoredMessage message =
                new StoredMessage(
                        collected.id(),
                        origin,
                        "relay",
                        collected.accepted(),
                        collected.size(),
                        collected.sha256(),
                        collected.messageId());
        List<Recipient> recipients = origin.enveloped().orElseThrow().recipients();
        List<Addressee> addressees =
                numbers.stream()
                        .map(n -> new Addressee(n, recipients.get(n), Optional.empty()))
                        .toList();
        Consignment consignment =
                new Consignment(addressees, List.of(), Optional.empty(), Optional.empty());
        return new Parcel(message, 1, consignment, _ -> new ByteArrayInputStream(octets));
    }
}
