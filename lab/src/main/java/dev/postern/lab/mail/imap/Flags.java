package dev.postern.lab.mail.imap;

import dev.postern.lab.mail.store.Flag;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Flags as IMAP writes them.
final class Flags {

    /// The flags Exchange names when a folder is selected.
    static final String KNOWN = "(\\Seen \\Answered \\Flagged \\Deleted \\Draft $MDNSent)";

    private Flags() {}

    /// `(\Seen \Deleted)`, always in the same order.
    static String list(Set<Flag> flags) {
        return flags.stream().sorted().map(Flag::word).collect(Collectors.joining(" ", "(", ")"));
    }

    /// The flags with these names; what Exchange does not store is left out.
    static Set<Flag> named(List<String> words) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        words.forEach(word -> Flag.named(word).ifPresent(flags::add));
        return flags;
    }

    /// These flags too.
    static UnaryOperator<Set<Flag>> plus(Flag... more) {
        return old -> {
            Set<Flag> all = EnumSet.noneOf(Flag.class);
            all.addAll(old);
            all.addAll(List.of(more));
            return all;
        };
    }
}
