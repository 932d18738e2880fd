package dev.postern.audit;

import java.util.List;

/// What is to be said of one address.
///
/// @param way what is best done
/// @param others what could be done as well
/// @param reasons why, for people
record Finding(
        Sender sender,
        State state,
        Exposure exposure,
        Way way,
        List<Way> others,
        List<Reason> reasons) {

    Finding {
        others = List.copyOf(others);
        reasons = List.copyOf(reasons);
    }

    /// One reason, in words that [Texts] has in each language.
    ///
    /// @param values what is put into the words
    record Reason(String key, List<Object> values) {

        Reason {
            values = List.copyOf(values);
        }

        static Reason of(String key, Object... values) {
            return new Reason(key, List.of(values));
        }
    }
}
