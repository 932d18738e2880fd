package dev.postern.queue.sqlite;

import dev.postern.queue.QueueDesk.Deed;
import java.sql.SQLException;
import java.util.Locale;

/// Writes what happened to a message.
final class History {

    /// Longer words of a destination are cut: a history line, not a transcript.
    private static final int WORDS_MAX = 2000;

    /// A line to be written.
    ///
    /// @param attempt 0 if it is none
    /// @param who empty for Postern itself
    record Note(Deed deed, String destination, int attempt, String who, String words) {}

    private History() {}

    /// Something that Postern did and that is no attempt.
    static Note note(Deed deed, String destination, String words) {
        return new Note(deed, destination, 0, "", words);
    }

    static void write(Transaction transaction, long message, Note note) throws SQLException {
        transaction.update(
                """
                INSERT INTO history (message, number, at, kind, destination, attempt, who, words)
                SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7
                FROM history WHERE message = ?1
                """,
                message,
                transaction.millis(),
                word(note.deed()),
                note.destination(),
                note.attempt(),
                note.who(),
                cut(note.words()));
    }

    static String word(Deed deed) {
        return deed.name().toLowerCase(Locale.ROOT);
    }

    static Deed deed(String word) {
        return Deed.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static String cut(String words) {
        return words.length() > WORDS_MAX ? words.substring(0, WORDS_MAX) : words;
    }
}
