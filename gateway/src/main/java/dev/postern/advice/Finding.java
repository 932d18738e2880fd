package dev.postern.advice;

import java.util.List;

/// What a refusal means, and what to do about it.
///
/// @param code which kind of trouble it is, stable: `D5`
/// @param meaning what the server says with its words, in one sentence
/// @param certain whether the evidence leaves only the first suspect
/// @param passes whether it passes by itself, so that nobody has to act
/// @param suspects the possible causes, likeliest first; at least one
/// @param references where to read more: addresses of pages
public record Finding(
        String code,
        String meaning,
        boolean certain,
        boolean passes,
        List<Suspect> suspects,
        List<String> references) {

    public Finding {
        suspects = List.copyOf(suspects);
        references = List.copyOf(references);
        if (suspects.isEmpty()) {
            throw new IllegalArgumentException("a finding has a cause");
        }
    }

    /// The likeliest cause.
    public String cause() {
        return suspects.getFirst().cause();
    }

    /// What mends the likeliest cause, in order.
    public List<Remedy> remedies() {
        return suspects.getFirst().mends();
    }

    /// The other causes, likeliest first.
    public List<String> otherCauses() {
        return suspects.stream().skip(1).map(Suspect::cause).toList();
    }

    /// The likeliest cause and its first remedy on one line, for a log or an alarm.
    public String line() {
        String head = (certain ? "Cause: " : "Likeliest cause: ") + cause();
        return remedies().isEmpty() ? head : head + " " + remedies().getFirst().line();
    }

    /// The same as the sentence after the server's words, which may end with a full stop or not.
    public String after(String words) {
        return (words.endsWith(".") ? " " : ". ") + line();
    }
}
