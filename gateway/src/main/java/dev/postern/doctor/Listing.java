package dev.postern.doctor;

import dev.postern.token.Mark;
import java.time.Instant;
import java.util.List;

/// What Entra said when it was asked for the credentials of an application.
public sealed interface Listing {

    /// It listed them.
    record Listed(List<Item> items) implements Listing {

        public Listed {
            items = List.copyOf(items);
        }
    }

    /// It gave no list.
    ///
    /// @param why for people, in the middle of a sentence
    record Withheld(String why) implements Listing {}

    /// It was not heard: another time it may be.
    ///
    /// @param why for people, in the middle of a sentence
    record Unheard(String why) implements Listing {}

    /// It was not asked.
    record NotAsked() implements Listing {}

    /// A credential that Entra knows.
    ///
    /// @param mark nothing, if Entra does not say by what it is known
    record Item(Kind kind, Mark mark, Instant end) {}

    /// What a credential is to Entra.
    enum Kind {
        SECRET,
        CERTIFICATE
    }

    /// What is said of one credential.
    sealed interface Word {

        /// It ends then.
        record Ends(Instant end) implements Word {}

        /// Entra has none that could be it.
        record Missing() implements Word {}

        /// It is not told.
        ///
        /// @param why in the middle of a sentence; empty if nobody asked
        record Silence(String why) implements Word {}
    }

    /// What is said of the credential with this mark.
    default Word of(Mark mark) {
        return switch (this) {
            case NotAsked() -> new Word.Silence("");
            case Withheld(String why) -> new Word.Silence(why);
            case Unheard(String why) -> new Word.Silence(why);
            case Listed(List<Item> items) ->
                    switch (mark) {
                        case Mark.None() -> new Word.Silence("");
                        case Mark.Beginning _ -> among(items, Kind.SECRET, mark);
                        case Mark.Thumbprint _ -> among(items, Kind.CERTIFICATE, mark);
                    };
        };
    }

    private static Word among(List<Item> items, Kind kind, Mark mark) {
        List<Item> all = items.stream().filter(item -> item.kind() == kind).toList();
        List<Instant> ends =
                all.stream()
                        .filter(item -> item.mark().equals(mark))
                        .map(Item::end)
                        .distinct()
                        .toList();
        if (ends.size() > 1) {
            return new Word.Silence("Entra lists several that begin alike");
        }
        if (ends.size() == 1) {
            return new Word.Ends(ends.getFirst());
        }
        return all.stream().anyMatch(item -> item.mark() instanceof Mark.None)
                ? new Word.Silence("Entra does not say by what it knows its own")
                : new Word.Missing();
    }
}
