package dev.postern.delivery;

import dev.postern.queue.Claim;
import dev.postern.queue.Consignment;
import dev.postern.queue.Origin;
import dev.postern.queue.Outcome;
import dev.postern.queue.Outlet;
import dev.postern.queue.Place;
import dev.postern.queue.QueueId;
import dev.postern.queue.QueueUnavailableException;
import dev.postern.queue.ServerId;
import dev.postern.queue.Settlement;
import dev.postern.queue.StoredMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// An outlet over a map, with the queue's promises: oldest first, leases that run out, settled
/// once.
public final class MemoryOutlet implements Outlet {

    /// Where one message stands.
    public enum State {
        WAITING,
        SENDING,
        DELIVERED,
        PARKED
    }

    private static final class Row {
        final StoredMessage message;
        final byte[] octets;
        final String destination;
        final long delivery;
        State state = State.WAITING;
        Instant due;
        int attempt;
        Instant firstTried = Instant.MIN;
        String token = "";
        Outcome last = new Outcome.Refused("nothing happened yet");

        Row(StoredMessage message, byte[] octets, String destination, long delivery, Instant due) {
            this.message = message;
            this.octets = octets;
            this.destination = destination;
            this.delivery = delivery;
            this.due = due;
        }
    }

    private final InstantSource clock;
    private final Map<Long, Row> rows = new LinkedHashMap<>();
    private final BlockingQueue<Boolean> bell = new ArrayBlockingQueue<>(1);
    private boolean broken;
    private boolean unreadable;
    private int tokens;

    public MemoryOutlet(InstantSource clock) {
        this.clock = clock;
    }

    /// Accepts a message for a destination.
    public synchronized StoredMessage accept(String destination, byte[] octets) {
        long number = rows.size() + 1L;
        Instant now = clock.instant();
        StoredMessage message =
                new StoredMessage(
                        new QueueId(String.format("Q%09d", number)),
                        new Origin.Collected(
                                new Place("razr@example.cz", "INBOX", 77),
                                new ServerId.Uid(number),
                                now),
                        "razr",
                        now,
                        octets.length,
                        sha256(octets),
                        Optional.empty());
        rows.put(number, new Row(message, octets.clone(), destination, number, now));
        boolean _ = bell.offer(true);
        return message;
    }

    public static String sha256(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// From now on, every call fails, or none does.
    public synchronized void broken(boolean broken) {
        this.broken = broken;
    }

    /// From now on, messages' bytes cannot be read, or can.
    public synchronized void unreadable(boolean unreadable) {
        this.unreadable = unreadable;
    }

    public synchronized State state(StoredMessage message) {
        return rowOf(message.id()).state;
    }

    public synchronized int attempts(StoredMessage message) {
        return rowOf(message.id()).attempt;
    }

    public synchronized Outcome last(StoredMessage message) {
        return rowOf(message.id()).last;
    }

    public synchronized long count(State state) {
        return rows.values().stream().filter(row -> row.state == state).count();
    }

    private Row rowOf(QueueId id) {
        return rows.values().stream()
                .filter(row -> row.message.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private void check() throws QueueUnavailableException {
        if (broken) {
            throw new QueueUnavailableException("the disk is full");
        }
    }

    @Override
    public synchronized List<Claim> claim(String destination, int limit, Duration lease)
            throws IOException {
        check();
        Instant now = clock.instant();
        List<Claim> claims = new ArrayList<>();
        for (Row row : rows.values()) {
            boolean open = row.state == State.WAITING || row.state == State.SENDING;
            if (open && row.destination.equals(destination) && !row.due.isAfter(now)) {
                row.attempt++;
                row.firstTried = row.attempt == 1 ? now : row.firstTried;
                row.state = State.SENDING;
                row.due = now.plus(lease);
                row.token = "t" + tokens++;
                claims.add(
                        new Claim(
                                row.delivery,
                                row.message,
                                destination,
                                row.attempt,
                                row.firstTried,
                                row.token,
                                Consignment.WHOLE));
            }
            if (claims.size() == limit) {
                break;
            }
        }
        return claims;
    }

    @Override
    public synchronized InputStream open(QueueId message) throws IOException {
        check();
        if (unreadable) {
            throw new IOException("a page of the store is damaged");
        }
        return new ByteArrayInputStream(rowOf(message).octets);
    }

    @Override
    public synchronized void renew(Collection<Claim> claims, Duration lease) throws IOException {
        check();
        for (Claim claim : claims) {
            valid(claim).ifPresent(row -> row.due = clock.instant().plus(lease));
        }
    }

    @Override
    public synchronized void release(Collection<Claim> claims) throws IOException {
        check();
        for (Claim claim : claims) {
            valid(claim).ifPresent(MemoryOutlet::giveBack);
        }
    }

    private static void giveBack(Row row) {
        row.state = State.WAITING;
        row.due = row.message.accepted();
        row.attempt--;
    }

    private Optional<Row> valid(Claim claim) {
        return Optional.ofNullable(rows.get(claim.delivery()))
                .filter(row -> row.state == State.SENDING && row.token.equals(claim.token()));
    }

    @Override
    public synchronized List<Boolean> settle(List<Settlement> settlements) throws IOException {
        check();
        List<Boolean> settled = new ArrayList<>();
        for (Settlement one : settlements) {
            Optional<Row> row = valid(one.claim());
            row.ifPresent(valid -> settle(valid, one.outcome()));
            settled.add(row.isPresent());
        }
        return settled;
    }

    private static void settle(Row row, Outcome outcome) {
        row.last = outcome;
        switch (outcome) {
            case Outcome.Delivered _ -> row.state = State.DELIVERED;
            case Outcome.Refused _ -> row.state = State.PARKED;
            case Outcome.Deferred(_, Instant notBefore, _) -> {
                row.state = State.WAITING;
                row.due = notBefore;
            }
            case Outcome.Unclear _, Outcome.Passed _, Outcome.Parted _ ->
                    throw new UnsupportedOperationException("no envelopes here");
        }
    }

    @Override
    public Claim split(Claim claim, int max) {
        return claim;
    }

    @Override
    public int passOn(String destination, String reason, int limit) {
        return 0;
    }

    @Override
    public long recipientsSince(String destination, Instant since) {
        return 0;
    }

    @Override
    public synchronized Optional<Instant> nextDue(String destination) throws IOException {
        check();
        return rows.values().stream()
                .filter(row -> row.state == State.WAITING || row.state == State.SENDING)
                .filter(row -> row.destination.equals(destination))
                .map(row -> row.due)
                .min(Instant::compareTo);
    }

    @Override
    public void await(String destination, Duration max) throws InterruptedException {
        Boolean _ = bell.poll(max.toMillis(), TimeUnit.MILLISECONDS);
    }
}
