package dev.postern.lab.mail.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A folder of a mailbox. May be used from any thread; every method is one atomic step.
public final class Folder {

    /// All of a folder at one moment.
    ///
    /// @param version greater after every change
    /// @param messages in the order of their UIDs
    public record Snapshot(long version, long uidValidity, long uidNext, List<Message> messages) {}

    private final String name;

    /// One lock for all folders of a mailbox, so that a move is one step.
    private final ReentrantLock lock;

    private final LongSupplier identities;
    private final Watchers watchers = new Watchers();
    private final TreeMap<Long, Message> messages = new TreeMap<>();
    private long uidValidity;
    private long uidNext = 1;
    private long version;
    private @Nullable Snapshot snapshot;

    Folder(String name, ReentrantLock lock, LongSupplier identities, long uidValidity) {
        this.name = name;
        this.lock = lock;
        this.identities = identities;
        this.uidValidity = uidValidity;
    }

    public String name() {
        return name;
    }

    /// Told of every change in this folder.
    public Watchers watchers() {
        return watchers;
    }

    /// Everything in it, now.
    public Snapshot snapshot() {
        return locked(() -> {
            Snapshot known = snapshot;
            if (known == null || known.version != version) {
                known = new Snapshot(version, uidValidity, uidNext, List.copyOf(messages.values()));
                snapshot = known;
            }
            return known;
        });
    }

    public List<Message> messages() {
        return snapshot().messages();
    }

    public Optional<Message> message(long uid) {
        return locked(() -> Optional.ofNullable(messages.get(uid)));
    }

    /// A message as it is now, whatever its UID is by now; empty if it is no longer here.
    public Optional<Message> current(Message known) {
        Predicate<Message> same = message -> message.identity() == known.identity();
        return message(known.uid())
                .filter(same)
                .or(() -> messages().stream().filter(same).findFirst());
    }

    /// Puts a message in, and answers its UID.
    public long deliver(MessageSource source, Instant arrived, Set<Flag> flags) {
        return change(
                () -> add(new Message(0, identities.getAsLong(), arrived, flags, source)).uid());
    }

    /// Takes a message away, as another client's EXPUNGE would. False if there is none.
    public boolean remove(long uid) {
        return change(() -> messages.remove(uid) != null);
    }

    /// Changes the flags of a message; empty if there is none.
    public Optional<Message> flag(long uid, UnaryOperator<Set<Flag>> flags) {
        return change(() ->
                Optional.ofNullable(
                        messages.computeIfPresent(
                                uid, (_, old) -> old.with(flags.apply(old.flags())))));
    }

    /// Copies a message into `target`; the UID there, or empty if there is no such message here.
    public Optional<Long> copy(long uid, Folder target) {
        Optional<Long> copied =
                locked(() ->
                        message(uid)
                                .map(found ->
                                        target.deliver(
                                                found.source(), found.arrived(), found.flags())));
        return copied;
    }

    /// Moves a message into `target` of the same mailbox; the UID there, or empty if there is no
    /// such message here.
    public Optional<Long> move(long uid, Folder target) {
        Optional<Long> moved =
                change(() -> {
                    Message found = messages.remove(uid);
                    if (found == null) {
                        return Optional.empty();
                    }
                    target.version++;
                    return Optional.of(target.add(found).uid());
                });
        target.watchers.tell();
        return moved;
    }

    /// Gives all messages new UIDs under a new UIDVALIDITY, as after the mailbox was moved to
    /// another server.
    public void renumber() {
        change(() -> {
            List<Message> all = List.copyOf(messages.values());
            messages.clear();
            uidValidity++;
            uidNext = 1;
            all.forEach(this::add);
            return uidValidity;
        });
    }

    private Message add(Message message) {
        Message added = message.as(uidNext++);
        messages.put(added.uid(), added);
        return added;
    }

    private <T> T change(Supplier<T> step) {
        T result =
                locked(() -> {
                    version++;
                    return step.get();
                });
        watchers.tell();
        return result;
    }

    private <T> T locked(Supplier<T> step) {
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }
}
