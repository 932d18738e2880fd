package dev.postern.protocol.imap;

import java.util.List;
import java.util.stream.Stream;

/// Which messages to search for (RFC 3501 §6.4.4).
///
/// @param terms what the messages must all satisfy, in the words of SEARCH
/// @param least results below this UID are dropped
public record SearchKey(List<Term> terms, long least) {

    /// All messages.
    public static final SearchKey ALL = words("ALL");

    /// Messages without the flag `\Seen`.
    public static final SearchKey UNSEEN = words("UNSEEN");

    /// Messages without the flag `\Deleted`.
    public static final SearchKey UNDELETED = words("UNDELETED");

    /// A piece of a search program.
    public sealed interface Term {

        /// Keys and arguments of visible ASCII, sent as they are.
        record Words(String words) implements Term {
            public Words {
                if (words.isEmpty() || !words.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
                    throw new IllegalArgumentException("not the words of a search: " + words);
                }
            }
        }

        /// Any text, sent as a string.
        record Text(String text) implements Term {}
    }

    public SearchKey {
        terms = List.copyOf(terms);
    }

    /// A search in the words of RFC 3501, such as `SINCE 1-Feb-2026`.
    public static SearchKey words(String words) {
        return new SearchKey(List.of(new Term.Words(words)), 1);
    }

    /// Messages with this UID or a greater one.
    ///
    /// To a server `n:*` always names the last message, even if its UID is below `n` (RFC 3501 §9);
    /// here it does not.
    public static SearchKey from(long uid) {
        return new SearchKey(List.of(new Term.Words("UID " + uid + ":*")), uid);
    }

    /// Messages with this text in the header field of this name.
    public static SearchKey header(String field, String text) {
        return new SearchKey(
                List.of(new Term.Words("HEADER"), new Term.Text(field), new Term.Text(text)), 1);
    }

    /// Messages that satisfy the other too.
    public SearchKey and(SearchKey other) {
        return new SearchKey(
                Stream.concat(terms.stream(), other.terms.stream()).toList(),
                Math.max(least, other.least));
    }

    /// Whether a text in it needs more than ASCII, and so a charset.
    boolean international() {
        return terms.stream()
                .anyMatch(term -> term instanceof Term.Text(String t) && !Command.ascii(t));
    }
}
