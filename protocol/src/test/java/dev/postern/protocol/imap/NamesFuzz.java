package dev.postern.protocol.imap;

import static dev.postern.protocol.script.Invariant.holds;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A target of `bench/fuzz`: names, numbers and dates of IMAP are read, or refused as documented,
/// and what was read is written as it was.
public final class NamesFuzz {

    private NamesFuzz() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        String name = MailboxName.decode(text);
        String encoded = MailboxName.encode(name);
        holds(encoded.chars().allMatch(c -> c >= ' ' && c < 0x7f), encoded);
        if (name.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
            holds(MailboxName.decode(encoded).equals(name), () -> name + " became " + encoded);
        }
        InternalDate.parse(text).ifPresent(date -> holds(date.getEpochSecond() < 1L << 40, text));
        set(text);
        copied(text);
    }

    private static void set(String text) {
        try {
            UidSet set = UidSet.parse(text);
            holds(UidSet.parse(set.toString()).equals(set), text);
            holds(set.isEmpty() == (set.size() == 0), text);
            holds(set.minus(set).isEmpty() && set.plus(set).equals(set), text);
            if (!set.isEmpty()) {
                holds(set.contains(set.first()) && set.contains(set.last()), text);
                holds(set.from(set.last()).size() == 1, text);
                long parts = set.split(30).stream().mapToLong(UidSet::size).sum();
                holds(parts == set.size(), text);
            }
        } catch (IllegalArgumentException _) {
            // Not a set, as is documented.
        }
    }

    private static void copied(String text) {
        Optional<CopyUid> copied = CopyUid.parse(text);
        copied.ifPresent(found -> holds(found.covers(UidSet.EMPTY), text));
        copied.ifPresent(found -> holds(found.arrived().size() <= found.targets().size(), text));
    }
}
