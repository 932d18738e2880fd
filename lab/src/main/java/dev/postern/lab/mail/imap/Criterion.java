package dev.postern.lab.mail.imap;

import dev.postern.lab.mail.store.Flag;
import dev.postern.lab.mail.store.Header;
import dev.postern.lab.mail.store.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What a SEARCH asks of a message (RFC 3501 §6.4.4). Text is compared octet by octet, in any case
/// of ASCII letters.
interface Criterion {

    /// Nested NOT, OR and parentheses go no deeper.
    int DEPTH_MAX = 20;

    int KEYS_MAX = 200;
    int TEXT_MAX = 1024 * 1024;

    boolean matches(int number, Message message) throws IOException;

    /// Reads all keys up to the end; a message has to satisfy each.
    static Criterion parse(Words words, SelectedFolder selected) throws Refusal {
        Criterion all = keys(words, selected, 0);
        words.end();
        return all;
    }

    private static Criterion keys(Words words, SelectedFolder selected, int depth) throws Refusal {
        List<Criterion> keys = new ArrayList<>();
        do {
            keys.add(key(words, selected, depth));
        } while (words.skips(' ') && keys.size() < KEYS_MAX);
        return (number, message) -> {
            for (Criterion key : keys) {
                if (!key.matches(number, message)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static Criterion key(Words words, SelectedFolder selected, int depth) throws Refusal {
        if (depth > DEPTH_MAX) {
            throw Refusal.badArgument();
        }
        if (words.skips('(')) {
            Criterion inner = keys(words, selected, depth + 1);
            words.expect(')');
            return inner;
        }
        if (words.seesNumber()) {
            return among(words, selected, false);
        }
        String name = words.verb();
        return switch (name) {
            case "NOT" -> {
                words.space();
                Criterion inner = key(words, selected, depth + 1);
                yield (number, message) -> !inner.matches(number, message);
            }
            case "OR" -> {
                words.space();
                Criterion one = key(words, selected, depth + 1);
                words.space();
                Criterion other = key(words, selected, depth + 1);
                yield (number, message) ->
                        one.matches(number, message) || other.matches(number, message);
            }
            case "UID" -> {
                words.space();
                yield among(words, selected, true);
            }
            case "CHARSET" -> {
                words.space();
                words.string();
                words.space();
                yield key(words, selected, depth + 1);
            }
            default -> simple(name, words);
        };
    }

    private static Criterion among(Words words, SelectedFolder selected, boolean byUid)
            throws Refusal {
        TreeMap<Long, Long> lastOf = new TreeMap<>();
        SequenceSet.parse(words)
                .resolve(selected.greatest(byUid))
                .forEach(range -> lastOf.put(range.first(), range.last()));
        return (number, message) -> {
            long name = byUid ? message.uid() : number;
            Map.Entry<Long, Long> range = lastOf.floorEntry(name);
            return range != null && name <= range.getValue();
        };
    }

    private static Criterion simple(String name, Words words) throws Refusal {
        return switch (name) {
            case "ALL", "RECENT" -> (_, _) -> true;
            case "OLD" -> (_, _) -> false;
            case "NEW" -> flag(Flag.SEEN, false);
            case "SEEN", "ANSWERED", "DELETED", "DRAFT", "FLAGGED" ->
                    flag(Flag.valueOf(name), true);
            case "UNSEEN", "UNANSWERED", "UNDELETED", "UNDRAFT", "UNFLAGGED" ->
                    flag(Flag.valueOf(name.substring(2)), false);
            case "KEYWORD", "UNKEYWORD" -> keyword(argument(words), name.equals("KEYWORD"));
            case "BEFORE", "SENTBEFORE" -> day(words, (day, wanted) -> day.isBefore(wanted));
            case "ON", "SENTON" -> day(words, LocalDate::equals);
            case "SINCE", "SENTSINCE" -> day(words, (day, wanted) -> !day.isBefore(wanted));
            case "LARGER", "SMALLER" -> size(words, name.equals("LARGER"));
            case "FROM", "TO", "CC", "BCC", "SUBJECT" -> header(name, argument(words));
            case "HEADER" -> header(argument(words), argument(words));
            case "BODY", "TEXT" -> text(argument(words), name.equals("TEXT"));
            default -> throw Refusal.badArgument();
        };
    }

    private static String argument(Words words) throws Refusal {
        words.space();
        return words.string().toLowerCase(Locale.ROOT);
    }

    private static Criterion flag(Flag flag, boolean set) {
        return (_, message) -> message.is(flag) == set;
    }

    private static Criterion keyword(String word, boolean set) {
        return (_, message) -> Flag.named(word).filter(message::is).isPresent() == set;
    }

    /// Compares a day with a message's.
    interface Days {
        boolean compare(LocalDate day, LocalDate wanted);
    }

    /// Exchange's sent days are its days of arrival here: messages arrive at once.
    private static Criterion day(Words words, Days days) throws Refusal {
        words.space();
        LocalDate wanted = InternalDate.day(words.string());
        return (_, message) ->
                days.compare(message.arrived().atOffset(ZoneOffset.UTC).toLocalDate(), wanted);
    }

    private static Criterion size(Words words, boolean larger) throws Refusal {
        words.space();
        long bound = words.number();
        return (_, message) ->
                larger ? message.estimatedSize() > bound : message.estimatedSize() < bound;
    }

    private static Criterion header(String name, String part) {
        Predicate<Header.Field> wanted =
                field ->
                        field.name().equalsIgnoreCase(name)
                                && field.value().toLowerCase(Locale.ROOT).contains(part);
        return (_, message) -> Header.of(message.source()).fields().stream().anyMatch(wanted);
    }

    private static Criterion text(String part, boolean withHeader) {
        return (_, message) -> {
            long from = withHeader ? 0 : Header.of(message.source()).length();
            try (InputStream in = message.source().open()) {
                in.skipNBytes(from);
                return new String(in.readNBytes(TEXT_MAX), StandardCharsets.ISO_8859_1)
                        .toLowerCase(Locale.ROOT)
                        .contains(part);
            }
        };
    }
}
