package dev.postern.lab.mail.store;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/// A mailbox with its folders. May be used from any thread.
public final class Mailbox {

    public static final String INBOX = "INBOX";

    /// A new mailbox's folders at Exchange; the last three hold no mail and are listed all the
    /// same.
    private static final List<String> FOLDERS =
            List.of(
                    INBOX,
                    "Archive",
                    "Deleted Items",
                    "Drafts",
                    "Junk Email",
                    "Sent Items",
                    "Calendar",
                    "Contacts",
                    "Tasks");

    private static final int FOLDERS_MAX = 1_000;
    private static final long FIRST_UID_VALIDITY = 14;

    private final String address;
    private final InstantSource clock;
    private final AtomicLong identities;
    private final Guard guard = new Guard();
    private final TreeMap<String, Folder> folders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    Mailbox(String address, InstantSource clock, AtomicLong identities) {
        this.address = address;
        this.clock = clock;
        this.identities = identities;
        FOLDERS.forEach(this::create);
    }

    public String address() {
        return address;
    }

    public Folder inbox() {
        return folder(INBOX).orElseThrow();
    }

    /// The folder of this name, in any case; levels are parted by `/`.
    public Optional<Folder> folder(String name) {
        return guard.step(() -> Optional.ofNullable(folders.get(name)));
    }

    /// In the order of their names.
    public List<Folder> folders() {
        return guard.step(() -> List.copyOf(folders.values()));
    }

    /// Makes a folder, or answers the one that is there.
    public Folder create(String name) {
        return guard.step(() -> folders.computeIfAbsent(name, this::made));
    }

    private Folder made(String name) {
        if (folders.size() >= FOLDERS_MAX) {
            throw new IllegalStateException(
                    "The lab's mailbox %s has %d folders, and gets no more"
                            .formatted(address, FOLDERS_MAX));
        }
        return new Folder(
                name, guard, identities::incrementAndGet, FIRST_UID_VALIDITY + folders.size());
    }

    /// Delivers a message to the inbox, now, unread; its UID.
    public long deliver(MessageSource source) {
        return inbox().deliver(source, clock.instant(), Set.of());
    }
}
