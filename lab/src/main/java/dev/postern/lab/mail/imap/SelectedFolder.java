package dev.postern.lab.mail.imap;

import dev.postern.lab.mail.store.Folder;
import dev.postern.lab.mail.store.Message;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A folder as one session has been told of it: message `n` is the one the client calls so, even if
/// the folder has changed since. Used by one thread at a time.
final class SelectedFolder {

    private final Folder folder;
    private final boolean readOnly;
    private final List<Message> told;
    private long version;
    private long uidValidity;

    SelectedFolder(Folder folder, boolean readOnly) {
        this.folder = folder;
        this.readOnly = readOnly;
        Folder.Snapshot now = folder.snapshot();
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

    /// The numbers that a set names, ascending.
    List<Integer> numbers(SequenceSet set, boolean byUid) throws Refusal {
        long greatest = byUid ? (told.isEmpty() ? 0 : told.getLast().uid()) : told.size();
        if (!byUid && (told.isEmpty() || set.greatestNamed() > greatest)) {
            throw new Refusal("BAD The specified message set is invalid.");
        }
        List<Integer> numbers = new ArrayList<>();
        for (int number = 1; number <= told.size(); number++) {
            if (set.contains(byUid ? told(number).uid() : number, greatest)) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    /// Takes over new UIDs if the folder was renumbered. True if it was.
    boolean renumber() {
        Folder.Snapshot now = folder.snapshot();
        if (now.uidValidity() == uidValidity) {
            return false;
        }
        Map<Long, Message> byIdentity = new HashMap<>();
        now.messages().forEach(message -> byIdentity.put(message.identity(), message));
        told.replaceAll(known -> {
            Message found = byIdentity.get(known.identity());
            return found == null ? known : found;
        });
        uidValidity = now.uidValidity();
        return true;
    }

    /// What the client must be told so that it knows the folder as it is: EXPUNGE, EXISTS, FETCH.
    /// It counts as told.
    List<String> news() {
        Folder.Snapshot now = folder.snapshot();
        if (now.version() == version) {
            return List.of();
        }
        version = now.version();
        Map<Long, Message> byUid = new HashMap<>();
        now.messages().forEach(message -> byUid.put(message.uid(), message));
        List<String> lines = new ArrayList<>();
        expunged(byUid, lines);
        changed(byUid, lines);
        arrived(now.messages(), lines);
        return lines;
    }

    private void expunged(Map<Long, Message> byUid, List<String> lines) {
        BitSet gone = new BitSet();
        for (int number = told.size(); number > 0; number--) {
            Message known = told(number);
            Message found = byUid.get(known.uid());
            if (found == null || found.identity() != known.identity()) {
                gone.set(number - 1);
                lines.add("* " + number + " EXPUNGE");
            }
        }
        if (!gone.isEmpty()) {
            List<Message> left = new ArrayList<>();
            for (int i = gone.nextClearBit(0); i < told.size(); i = gone.nextClearBit(i + 1)) {
                left.add(told.get(i));
            }
            told.clear();
            told.addAll(left);
        }
    }

    private void changed(Map<Long, Message> byUid, List<String> lines) {
        for (int number = 1; number <= told.size(); number++) {
            Message found = byUid.get(told(number).uid());
            if (found != null && !found.flags().equals(told(number).flags())) {
                knows(number, found);
                lines.add("* %d FETCH (FLAGS %s)".formatted(number, Flags.list(found.flags())));
            }
        }
    }

    private void arrived(List<Message> now, List<String> lines) {
        long last = told.isEmpty() ? 0 : told.getLast().uid();
        int before = told.size();
        now.stream().filter(message -> message.uid() > last).forEach(told::add);
        if (told.size() > before) {
            lines.add("* " + told.size() + " EXISTS");
            lines.add("* " + told.size() + " RECENT");
        }
    }
}
