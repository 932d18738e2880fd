package dev.postern.lab.mail.store;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

    /// What has changed since a version.
    ///
    /// @param version now
    /// @param uids of messages that came, went or changed; empty if that is no longer known
    public record Changes(long version, Optional<NavigableSet<Long>> uids) {}

    private record Change(long version, long uid) {}

    private static final int CHANGES_KEPT = 1_000;

    private final String name;

    /// One for all folders of a mailbox, so that a move is one step.
    private final Guard guard;

    private final LongSupplier identities;
    private final Watchers watchers = new Watchers();
    private final TreeMap<Long, Message> messages = new TreeMap<>();
    private long uidValidity;
    private long uidNext = 1;
    private long version;
    private final Deque<Change> changes = new ArrayDeque<>();
    private long changesKnownSince;
    private @Nullable Snapshot snapshot;

    Folder(String name, Guard guard, LongSupplier identities, long uidValidity) {
        this.name = name;
        this.guard = guard;
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
        return guard.step(() -> {
            Snapshot known = snapshot;
            if (known == null || known.version != version) {
                known = new Snapshot(version, uidValidity, uidNext, List.copyOf(messages.values()));
                snapshot = known;
            }
            return known;
        });
    }

    public long uidValidity() {
        return guard.step(() -> uidValidity);
    }

    /// What has changed since an older version of this folder.
    public Changes changesSince(long older) {
        return guard.step(() -> {
            if (older < changesKnownSince) {
                return new Changes(version, Optional.empty());
            }
            NavigableSet<Long> uids = new TreeSet<>();
            Iterator<Change> latest = changes.descendingIterator();
            while (latest.hasNext()) {
                Change change = latest.next();
                if (change.version <= older) {
                    break;
                }
                uids.add(change.uid);
            }
            return new Changes(version, Optional.of(uids));
        });
    }

    public List<Message> messages() {
        return snapshot().messages();
    }

    public Optional<Message> message(long uid) {
        return guard.step(() -> Optional.ofNullable(messages.get(uid)));
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
        return change(() -> take(uid).isPresent());
    }

    /// Changes the flags of a message; empty if there is none.
    public Optional<Message> flag(long uid, UnaryOperator<Set<Flag>> flags) {
        return change(() -> message(uid).map(old -> put(old.with(flags.apply(old.flags())))));
    }

    /// Copies a message into `target`; the UID there, or empty if there is no such message here.
    public Optional<Long> copy(long uid, Folder target) {
        return message(uid).map(one -> target.deliver(one.source(), one.arrived(), one.flags()));
    }

    /// Moves a message into `target` of the same mailbox; the UID there, or empty if there is no
    /// such message here.
    public Optional<Long> move(long uid, Folder target) {
        Optional<Long> moved =
                change(() -> {
                    Optional<Message> found = take(uid);
                    return found.map(message -> target.add(message).uid());
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
            changes.clear();
            changesKnownSince = version;
            return uidValidity;
        });
    }

    private Message add(Message message) {
        return put(message.as(uidNext++));
    }

    private Message put(Message message) {
        messages.put(message.uid(), message);
        note(message.uid());
        return message;
    }

    private Optional<Message> take(long uid) {
        Optional<Message> taken = Optional.ofNullable(messages.remove(uid));
        taken.ifPresent(_ -> note(uid));
        return taken;
    }

    private void note(long uid) {
        changes.addLast(new Change(++version, uid));
        if (changes.size() > CHANGES_KEPT) {
            changesKnownSince = changes.removeFirst().version;
        }
    }

    private <T> T change(Supplier<T> step) {
        T result = guard.step(step);
        watchers.tell();
        return result;
    }
}
