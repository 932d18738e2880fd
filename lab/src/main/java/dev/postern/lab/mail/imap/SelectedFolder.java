package dev.postern.lab.mail.imap;

import dev.postern.lab.mail.store.Folder;
import dev.postern.lab.mail.store.Message;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;

/// A folder as one session has been told of it: message `n` is the one the client calls so, even if
/// the folder has changed since. Used by one thread at a time.
final class SelectedFolder {

    private final Folder folder;
    private final boolean readOnly;

    /// In the order of their UIDs, but for those that are gone since the folder was renumbered.
    private final List<Message> told;

    private long version;
    private long uidValidity;
    private boolean sorted = true;

    SelectedFolder(Folder folder, Folder.Snapshot now, boolean readOnly) {
        this.folder = folder;
        this.readOnly = readOnly;
        told = new ArrayList<>(now.messages());
        version = now.version();
        uidValidity = now.uidValidity();
    }

    Folder folder() {
        return folder;
    }

    boolean isReadOnly() {
        return readOnly;
    }

    long uidValidity() {
        return uidValidity;
    }

    int size() {
        return told.size();
    }

    /// The message of this number, from 1, as it was when the client was told of it.
    Message told(int number) {
        return told.get(number - 1);
    }

    /// The message of this number as it is; empty if it is no longer there.
    Optional<Message> current(int number) {
        Message known = told(number);
        return folder.message(known.uid())
                .filter(message -> message.identity() == known.identity());
    }

    /// Notes that the client knows these flags.
    void knows(int number, Message message) {
        told.set(number - 1, message);
    }

    /// The greatest UID the client knows of, or the greatest number.
    long greatest(boolean byUid) {
        return !byUid || told.isEmpty() ? told.size() : told.getLast().uid();
    }

    /// The numbers that a set names, ascending.
    List<Integer> numbers(SequenceSet set, boolean byUid) throws Refusal {
        List<SequenceSet.Range> ranges = set.resolve(greatest(byUid));
        if (!byUid && (told.isEmpty() || ranges.getLast().last() > told.size())) {
            throw new Refusal("BAD The specified message set is invalid.");
        }
        List<Integer> numbers = new ArrayList<>();
        for (SequenceSet.Range range : ranges) {
            int number = byUid ? (sorted ? position(range.first()) : 1) : (int) range.first();
            for (; number <= told.size(); number++) {
                long name = byUid ? told(number).uid() : number;
                if (name > range.last() && sorted) {
                    break;
                }
                if (range.first() <= name && name <= range.last()) {
                    numbers.add(number);
                }
            }
        }
        return sorted ? numbers : numbers.stream().sorted().toList();
    }

    /// Takes over new UIDs if the folder was renumbered. True if it was.
    boolean renumber() {
        if (folder.uidValidity() == uidValidity) {
            return false;
        }
        Folder.Snapshot now = folder.snapshot();
        Map<Long, Message> byIdentity = new HashMap<>();
        now.messages().forEach(message -> byIdentity.put(message.identity(), message));
        told.replaceAll(known -> byIdentity.getOrDefault(known.identity(), known));
        sorted = false;
        uidValidity = now.uidValidity();
        return true;
    }

    /// What the client must be told so that it knows the folder as it is: EXPUNGE, EXISTS, FETCH.
    /// It counts as told.
    List<String> news() {
        Folder.Changes changes = folder.changesSince(version);
        if (changes.version() == version) {
            return List.of();
        }
        version = changes.version();
        List<String> lines = new ArrayList<>();
        if (changes.uids().isPresent() && sorted) {
            known(changes.uids().get(), lines);
            arrived(changes.uids().get(), lines);
        } else {
            all(lines);
        }
        return lines;
    }

    /// Looks only at what has changed, from the last message to the first.
    private void known(NavigableSet<Long> uids, List<String> lines) {
        for (long uid : uids.descendingSet()) {
            int number = position(uid);
            if (number <= told.size() && told(number).uid() == uid) {
                look(number, lines);
            }
        }
    }

    private void all(List<String> lines) {
        for (int number = told.size(); number > 0; number--) {
            look(number, lines);
        }
        sorted = true;
        arrived(folder.messages().stream().map(Message::uid).toList(), lines);
    }

    private void look(int number, List<String> lines) {
        Optional<Message> now = current(number);
        if (now.isEmpty()) {
            told.remove(number - 1);
            lines.add("* " + number + " EXPUNGE");
        } else if (!now.get().flags().equals(told(number).flags())) {
            knows(number, now.get());
            lines.add("* %d FETCH (FLAGS %s)".formatted(number, Flags.list(now.get().flags())));
        }
    }

    private void arrived(Collection<Long> uids, List<String> lines) {
        long last = told.isEmpty() ? 0 : told.getLast().uid();
        int before = told.size();
        for (long uid : uids) {
            if (uid > last) {
                folder.message(uid).ifPresent(told::add);
            }
        }
        if (told.size() > before) {
            lines.add("* " + told.size() + " EXISTS");
            lines.add("* " + told.size() + " RECENT");
        }
    }

    /// The number of the first message whose UID is not below this one.
    private int position(long uid) {
        int low = 0;
        int high = told.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (told.get(middle).uid() < uid) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low + 1;
    }
}
