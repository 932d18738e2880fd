package dev.postern.advice;

import java.util.List;

/// What could be made of a text that somebody gave.
///
/// @param readings what is known of it, likeliest first; empty if nothing is
/// @param facts what could be read out of it besides
public record Explanation(List<Reading> readings, List<Fact> facts) {

    public Explanation {
        readings = List.copyOf(readings);
        facts = List.copyOf(facts);
    }

    /// Whether something is known of it.
    public boolean known() {
        return !readings.isEmpty() || facts.stream().anyMatch(Fact::explains);
    }

    /// One way to understand it.
    ///
    /// @param service whose words they are then
    public record Reading(Service service, Finding finding) {}

    /// Something that stands in the text.
    ///
    /// @param what stands there: `5.7.1`, `correlation id`
    /// @param words what it says, or its value
    /// @param explains whether that is a meaning, and not just a value
    public record Fact(String what, String words, boolean explains) {}
}
