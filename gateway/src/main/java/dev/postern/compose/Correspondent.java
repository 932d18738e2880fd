package dev.postern.compose;

import dev.postern.protocol.mail.AddrSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.james.mime4j.codec.EncoderUtil;

/// Somebody who sends or gets a message.
///
/// @param name for people, in any script; empty for none
/// @param address where the mailbox is
public record Correspondent(String name, AddrSpec address) {

    /// Longer than any, and short enough for a line (RFC 5322 §2.1.1).
    private static final int NAME_MAX = 255;

    public Correspondent {
        if (name.length() > NAME_MAX) {
            throw new IllegalArgumentException("a name has at most " + NAME_MAX + " characters");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a name has no control characters");
        }
    }

    /// Somebody without a name.
    public static Correspondent of(AddrSpec address) {
        return new Correspondent("", address);
    }

    /// Those in a text as people write it: `Anna <anna@example.cz>, b@example.cz`.
    ///
    /// @return empty if a part of the text is not an address, or there is none
    public static Optional<List<Correspondent>> parse(String text) {
        try {
            return Optional.of(entries(text).stream().map(Correspondent::one).toList());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The text, taken apart at the commas and semicolons that are not in a quoted name.
    private static List<String> entries(String text) {
        List<String> entries = new ArrayList<>();
        StringBuilder entry = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\' && i + 1 < text.length()) {
                entry.append(c).append(text.charAt(++i));
                continue;
            }
            quoted ^= c == '"';
            if (!quoted && (c == ',' || c == ';')) {
                entries.add(entry.toString());
                entry.setLength(0);
            } else {
                entry.append(c);
            }
        }
        entries.add(entry.toString());
        return entries.stream().map(String::strip).toList();
    }

    private static Correspondent one(String entry) {
        int open = entry.lastIndexOf('<');
        if (open < 0) {
            return of(AddrSpec.of(entry));
        }
        if (!entry.endsWith(">")) {
            throw new IllegalArgumentException("no address at the end");
        }
        String name = unquoted(entry.substring(0, open).strip());
        return new Correspondent(
                name, AddrSpec.of(entry.substring(open + 1, entry.length() - 1).strip()));
    }

    private static String unquoted(String name) {
        boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
        return quoted ? name.substring(1, name.length() - 1).replaceAll("\\\\(.)", "$1") : name;
    }

    /// As it is written in a field of the header.
    @Override
    public String toString() {
        return name.isEmpty()
                ? address.toString()
                : EncoderUtil.encodeAddressDisplayName(name) + " <" + address + ">";
    }
}
