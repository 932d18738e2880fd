package dev.postern.lab.mail.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a FETCH asks for (RFC 3501 §6.4.5).
sealed interface FetchItem {

    /// What is no part of the content.
    enum Plain implements FetchItem {
        SIZE,
        INTERNALDATE,
        ENVELOPE,
        BODY,
        BODYSTRUCTURE,
        FLAGS,
        UID
    }

    /// Which part of the content.
    sealed interface Part {
        record Whole() implements Part {}

        record Head() implements Part {}

        record Text() implements Part {}

        /// Some fields of the header.
        ///
        /// @param but all fields except these
        record Fields(List<String> names, boolean but) implements Part {}
    }

    /// Octets `origin` to `origin + count` of a part.
    record Slice(long origin, long count) {}

    /// Content.
    ///
    /// @param label how the answer calls it, without the slice
    /// @param peek whether `\Seen` is left alone
    record Section(String label, Part part, boolean peek, Optional<Slice> slice)
            implements FetchItem {}

    int ITEMS_MAX = 100;

    /// Reads one item, a macro or a list in parentheses.
    static List<FetchItem> parse(Words words) throws Refusal {
        List<FetchItem> items = new ArrayList<>();
        if (!words.skips('(')) {
            add(words, items);
            return items;
        }
        do {
            add(words, items);
        } while (words.skips(' ') && items.size() < ITEMS_MAX);
        words.expect(')');
        return items;
    }

    private static void add(Words words, List<FetchItem> items) throws Refusal {
        String name = words.verb();
        switch (name) {
            case "ALL" -> fast(items).add(Plain.ENVELOPE);
            case "FAST" -> fast(items);
            case "FULL" -> {
                fast(items).add(Plain.ENVELOPE);
                items.add(Plain.BODY);
            }
            case "RFC822.SIZE" -> items.add(Plain.SIZE);
            case "RFC822" -> items.add(whole(name, new Part.Whole(), false));
            case "RFC822.HEADER" -> items.add(whole(name, new Part.Head(), true));
            case "RFC822.TEXT" -> items.add(whole(name, new Part.Text(), false));
            case "BODY" -> items.add(words.sees('[') ? section(words, false) : Plain.BODY);
            case "BODY.PEEK" -> items.add(section(words, true));
            case "INTERNALDATE", "ENVELOPE", "BODYSTRUCTURE", "FLAGS", "UID" ->
                    items.add(Plain.valueOf(name));
            default -> throw Refusal.badArgument();
        }
    }

    private static List<FetchItem> fast(List<FetchItem> items) {
        items.add(Plain.FLAGS);
        items.add(Plain.INTERNALDATE);
        items.add(Plain.SIZE);
        return items;
    }

    private static Section whole(String label, Part part, boolean peek) {
        return new Section(label, part, peek, Optional.empty());
    }

    private static Section section(Words words, boolean peek) throws Refusal {
        words.expect('[');
        String name = words.sees(']') ? "" : words.verb();
        String label = name;
        Part part =
                switch (name) {
                    case "" -> new Part.Whole();
                    case "HEADER" -> new Part.Head();
                    case "TEXT", "1" -> new Part.Text();
                    case "HEADER.FIELDS", "HEADER.FIELDS.NOT" -> {
                        words.space();
                        List<String> fields = words.list();
                        label =
                                name
                                        + " ("
                                        + String.join(" ", fields).toUpperCase(Locale.ROOT)
                                        + ")";
                        yield new Part.Fields(fields, name.endsWith("NOT"));
                    }
                    default -> throw Refusal.badArgument();
                };
        words.expect(']');
        return new Section("BODY[" + label + "]", part, peek, slice(words));
    }

    private static Optional<Slice> slice(Words words) throws Refusal {
        if (!words.skips('<')) {
            return Optional.empty();
        }
        long origin = words.number();
        words.expect('.');
        long count = words.number();
        words.expect('>');
        if (count == 0) {
            throw Refusal.badArgument();
        }
        return Optional.of(new Slice(origin, count));
    }
}
