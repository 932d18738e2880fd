package dev.postern.queue;

import dev.postern.event.Event;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// What every part of the contract needs: a store, a clock, messages.
///
/// An engine passes the contract if the subclasses of this run green on it. Everything goes through
/// the interfaces.
public abstract class QueueContract {

    protected static final Place INBOX = new Place("razr@example.cz", "INBOX", 7);
    protected static final String BOX = "razr-inbox";
    protected static final Duration LEASE = Duration.ofMinutes(5);
    protected static final Instant RECEIVED = Instant.parse("2026-02-28T23:00:00Z");

    @TempDir protected Path folder;
    protected final SettableClock clock = new SettableClock();
    protected final Queue<Event> events = new ConcurrentLinkedQueue<>();
    protected QueueStore store;

    /// Opens the store that lives in the folder; several times at once, if a test wants so.
    protected abstract QueueStore open() throws IOException;

    /// The size from which the engine stores a message in several chunks.
    protected abstract int large();

    @BeforeEach
    final void openStore() throws IOException {
        store = open();
    }

    @AfterEach
    final void closeStore() throws IOException {
        store.close();
    }

    protected final void reopen() throws IOException {
        store.close();
        store = open();
    }

    protected static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Octets that differ everywhere, so that a mix-up shows.
    protected static byte[] octets(int count) {
        byte[] octets = new byte[count];
        new java.util.Random(count).nextBytes(octets);
        return octets;
    }

    protected final Reception received(byte[] octets) throws IOException {
        Reception reception = store.intake().begin();
        reception.write(octets, 0, octets.length);
        return reception;
    }

    protected static Origin origin(long uid) {
        return new Origin.Collected(INBOX, new ServerId.Uid(uid), RECEIVED);
    }

    protected static Offer offer(Reception reception, Origin origin, String... destinations) {
        return new Offer(
                reception,
                origin,
                "razr",
                Stream.of(destinations).map(Shipment::whole).toList(),
                Optional.of("<1@example.cz>"),
                Optional.empty());
    }

    protected final Acceptance accept(Offer offer) throws IOException, InterruptedException {
        return store.intake().accept(List.of(offer)).getFirst();
    }

    protected static QueueId taken(Acceptance acceptance) {
        return switch (acceptance) {
            case Acceptance.Taken(QueueId id) -> id;
            case Acceptance.Known() -> throw new AssertionError("known, but it is new");
        };
    }

    /// Accepts a small message for [#BOX].
    protected final QueueId accepted(long uid) throws IOException, InterruptedException {
        return taken(accept(offer(received(text("message " + uid)), origin(uid), BOX)));
    }

    /// Accepts a stub that goes straight into the parked state.
    protected final QueueId acceptedParked(long uid, String because)
            throws IOException, InterruptedException {
        Offer offer =
                new Offer(
                        received(text("stub " + uid)),
                        origin(uid),
                        "razr",
                        List.of(Shipment.whole(BOX)),
                        Optional.empty(),
                        Optional.of(because));
        return taken(accept(offer));
    }

    protected final List<Claim> claim(int limit) throws IOException {
        return store.outlet().claim(BOX, limit, LEASE);
    }

    protected final Claim claimOne() throws IOException {
        return claim(1).getFirst();
    }

    protected final byte[] bytes(QueueId message) throws IOException {
        try (InputStream octets = store.outlet().open(message)) {
            return octets.readAllBytes();
        }
    }

    protected static Ledger.State stateOf(QueueStore store, long uid) throws IOException {
        return store.ledger().entries(INBOX).get(new ServerId.Uid(uid)).state();
    }
}
