package dev.postern.protocol.imap;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Where messages went by COPY or MOVE (RFC 4315 §3).
///
/// @param uidValidity that of the target mailbox
/// @param targets the new UID of each old one
public record CopyUid(long uidValidity, Map<Long, Long> targets) {

    /// More than one command can name.
    private static final int MESSAGES_MAX = 100_000;

    public CopyUid {
        targets = Map.copyOf(targets);
    }

    /// Reads the argument of a COPYUID code; empty if it makes no sense.
    static Optional<CopyUid> parse(String argument) {
        String[] parts = argument.split(" ", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            long[] from = UidSet.listed(parts[1], MESSAGES_MAX);
            long[] to = UidSet.listed(parts[2], MESSAGES_MAX);
            return from.length == to.length
                    ? Optional.of(new CopyUid(Long.parseLong(parts[0]), pairs(from, to)))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            // A code is extra information; the copying itself went well.
            return Optional.empty();
        }
    }

    private static Map<Long, Long> pairs(long[] from, long[] to) {
        Map<Long, Long> pairs = LinkedHashMap.newLinkedHashMap(from.length);
        for (int i = 0; i < from.length; i++) {
            pairs.put(from[i], to[i]);
        }
        return pairs;
    }

    /// The new UIDs.
    public UidSet arrived() {
        return UidSet.of(targets.values().stream().mapToLong(Long::longValue).toArray());
    }

    /// Whether every one of these messages has a new UID.
    public boolean covers(UidSet uids) {
        return Arrays.stream(uids.toArray()).allMatch(targets::containsKey);
    }
}
