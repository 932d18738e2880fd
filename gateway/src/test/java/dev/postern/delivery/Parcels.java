package dev.postern.delivery;

import dev.postern.queue.Origin;
import dev.postern.queue.Place;
import dev.postern.queue.QueueId;
import dev.postern.queue.ServerId;
import dev.postern.queue.StoredMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

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
}
