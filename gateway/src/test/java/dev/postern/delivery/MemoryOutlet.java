package dev.postern.delivery;

import dev.postern.protocol.mail.Envelope;
import dev.postern.queue.Claim;
import dev.postern.queue.Origin;
import dev.postern.queue.Outcome;
import dev.postern.queue.Outlet;
import dev.postern.queue.Place;
import dev.postern.queue.QueueId;
import dev.postern.queue.QueueUnavailableException;
import dev.postern.queue.ServerId;
import dev.postern.queue.Settlement;
import dev.postern.queue.StoredMessage;
import dev.postern.queue.Submitter;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// An outlet over a list, with the queue's promises: oldest first and in turns among senders,
/// leases that run out, settled once, ways that stand in for each other, senders that are told.
public final class MemoryOutlet implements Outlet {

    /// Where one message stands.
    public enum State {
        WAITING,
        SENDING,
        DELIVERED,
        PARKED,
        BOUNCED
    }

    private final InstantSource clock;
    private final List<MemoryRow> rows = new ArrayList<>();
    private final BlockingQueue<Boolean> bell = new ArrayBlockingQueue<>(1);
    private final List<Instant> taken = new ArrayList<>();
    private boolean broken;
    private boolean unreadable;
    private int tokens;
    private int messages;
    private int calls;

    public MemoryOutlet(InstantSource clock) {
        this.clock = clock;
    }

    /// Accepts a message for a destination.
    public synchronized StoredMessage accept(String destination, byte[] octets) {
        Origin origin =
                new Origin.Collected(
                        new Place("razr@example.cz", "INBOX", 77),
                        new ServerId.Uid(messages + 1L),
                        clock.instant());
        return accept(origin, List.of(destination), octets);
    }

    /// Accepts a message with an envelope, to go by the first of these ways that works.
    public synchronized StoredMessage submit(Envelope envelope, List<String> ways, byte[] octets) {
        Submitter by = new Submitter("printer1", "10.20.0.7", "printer1.example.cz", "ESMTPSA");
        return accept(new Origin.Submitted(envelope, by), ways, octets);
    }

    private StoredMessage accept(Origin origin, List<String> ways, byte[] octets) {
        messages++;
        Instant now = clock.instant();
        StoredMessage message =
                new StoredMessage(
                        new QueueId(String.format("Q%09d", messages)),
                        origin,
                        "razr",
                        now,
                        octets.length,
                        sha256(octets),
                        Optional.empty());
        List<Integer> recipients =
                origin.enveloped()
                        .map(envelope ->
                                IntStream.range(0, envelope.recipients().size()).boxed().toList())
                        .orElse(List.of());
        rows.add(
                new MemoryRow(
                        new MemoryRow.Cargo(message, octets.clone()),
                        ways,
                        rows.size() + 1L,
                        recipients,
                        now));
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

    /// Of deliveries, but not of what senders are told.
    public synchronized long count(State state) {
        return rows.stream().filter(row -> row.notice.isEmpty() && row.state == state).count();
    }

    /// How often the outlet was asked for anything.
    public synchronized int calls() {
        return calls;
    }

    private MemoryRow rowOf(QueueId id) {
        return rows.stream().filter(row -> row.message().id().equals(id)).findFirst().orElseThrow();
    }

    private void check() throws QueueUnavailableException {
        calls++;
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
        for (MemoryRow row : MemoryRow.inTurns(rows, destination, now)) {
            row.attempt++;
            row.firstTried = row.attempt == 1 ? now : row.firstTried;
            row.state = State.SENDING;
            row.due = now.plus(lease);
            row.token = "t" + tokens++;
            claims.add(row.claim());
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
        return new ByteArrayInputStream(rowOf(message).cargo.octets());
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
            valid(claim).ifPresent(row -> row.giveBack(row.message().accepted()));
        }
    }

    @Override
    public synchronized void postpone(Collection<Claim> claims, Instant notBefore)
            throws IOException {
        check();
        for (Claim claim : claims) {
            valid(claim)
                    .ifPresent(row -> {
                        row.giveBack(notBefore);
                        row.beginAnew();
                    });
        }
    }

    @Override
    public synchronized int shelve(String destination, Instant since, Instant notBefore, int limit)
            throws IOException {
        check();
        List<MemoryRow> due =
                MemoryRow.inTurns(rows, destination, clock.instant()).stream()
                        .filter(row -> row.state == State.WAITING && row.atItsFirstWay())
                        .filter(row -> row.message().accepted().isAfter(since))
                        .limit(limit)
                        .toList();
        due.forEach(row -> row.due = notBefore);
        return due.size();
    }

    private Optional<MemoryRow> valid(Claim claim) {
        return rows.stream()
                .filter(row -> row.delivery == claim.delivery())
                .filter(row -> row.state == State.SENDING && row.token.equals(claim.token()))
                .findFirst();
    }

    @Override
    public synchronized List<Boolean> settle(List<Settlement> settlements) throws IOException {
        check();
        List<Boolean> settled = new ArrayList<>();
        for (Settlement one : settlements) {
            Optional<MemoryRow> row = valid(one.claim());
            row.ifPresent(valid -> settle(valid, one.outcome()));
            settled.add(row.isPresent());
        }
        return settled;
    }

    private void settle(MemoryRow row, Outcome outcome) {
        switch (outcome) {
            case Outcome.ForSome whole -> settle(row, whole);
            case Outcome.Parted(var parts) -> {
                for (Outcome.Part part : parts.subList(1, parts.size())) {
                    MemoryRow own = row.part(part.addressees(), rows.size() + 1L);
                    rows.add(own);
                    settle(own, part.outcome());
                }
                row.addressees.retainAll(parts.getFirst().addressees());
                settle(row, parts.getFirst().outcome());
            }
        }
    }

    private void settle(MemoryRow row, Outcome.ForSome outcome) {
        if (outcome instanceof Outcome.Delivered && row.notice.isEmpty()) {
            row.addressees.forEach(_ -> taken.add(clock.instant()));
        }
        row.settle(outcome, clock.instant(), rows.size() + 1L).ifPresent(rows::add);
        boolean _ = bell.offer(true);
    }

    @Override
    public synchronized Claim split(Claim claim, int max) throws IOException {
        check();
        Optional<MemoryRow> row = valid(claim).filter(valid -> valid.addressees.size() > max);
        if (row.isEmpty()) {
            return claim;
        }
        List<Integer> all = List.copyOf(row.get().addressees);
        MemoryRow rest = row.get().part(all.subList(max, all.size()), rows.size() + 1L);
        rest.giveBack(clock.instant());
        rows.add(rest);
        row.get().addressees.retainAll(all.subList(0, max));
        return row.get().claim();
    }

    @Override
    public synchronized int passOn(String destination, Why why, int limit) throws IOException {
        check();
        Instant now = clock.instant();
        List<MemoryRow> due =
                rows.stream()
                        .filter(row -> row.state == State.WAITING && !row.due.isAfter(now))
                        .filter(row -> row.destination().equals(destination))
                        .filter(row -> !row.furtherWays().isEmpty())
                        .limit(limit)
                        .toList();
        due.forEach(row -> row.pass(why.hope()));
        return due.size();
    }

    @Override
    public synchronized long recipientsSince(String destination, Instant since) throws IOException {
        check();
        return taken.stream().filter(then -> !then.isBefore(since)).count();
    }

    @Override
    public synchronized Optional<Instant> nextDue(String destination) throws IOException {
        check();
        return rows.stream()
                .filter(row -> row.state == State.WAITING || row.state == State.SENDING)
                .filter(row -> row.destination().equals(destination))
                .map(row -> row.due)
                .min(Instant::compareTo);
    }

    @Override
    public void await(String destination, Duration max) throws InterruptedException {
        Boolean _ = bell.poll(max.toMillis(), TimeUnit.MILLISECONDS);
    }
}
