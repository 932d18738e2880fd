package dev.postern.control;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the doctor found: each entry of the settings with the steps of its chain, in order.
///
/// The JSON of `postern check --json` is this record as it stands.
///
/// @param at when it was begun
/// @param millis how long all of it took
/// @param ok false if a step failed anywhere; warnings do not count
public record CheckReport(Instant at, long millis, boolean ok, List<Entry> entries) {

    public CheckReport {
        entries = List.copyOf(entries);
    }

    /// One mailbox, destination, listener, tenant and so on.
    ///
    /// @param name as the settings have it: `collect.razr`
    /// @param about whom or what it leads to, in a few words
    public record Entry(String name, String about, Verdict verdict, List<Step> steps) {

        public Entry {
            steps = List.copyOf(steps);
        }

        /// An entry whose verdict is the gravest of its steps.
        public static Entry of(String name, String about, List<Step> steps) {
            Verdict gravest =
                    steps.stream()
                            .map(Step::verdict)
                            .filter(verdict -> verdict != Verdict.NOT_REACHED)
                            .max(Comparator.naturalOrder())
                            .orElse(Verdict.FINE);
            return new Entry(name, about, gravest, steps);
        }
    }

    /// One step of a chain.
    ///
    /// @param name `TLS`, `token`, `sign-in` …
    /// @param text what was seen, in one line; empty for a step that was not reached
    /// @param diagnosis what it means and what mends it; with a warning or a failure only
    public record Step(
            String name,
            Verdict verdict,
            String text,
            long millis,
            Optional<Diagnosis> diagnosis) {}

    /// How a step went, in the order of gravity.
    public enum Verdict {
        /// All is well.
        FINE,
        /// A step before it failed.
        NOT_REACHED,
        /// It cannot be told from here, or not without sending a message.
        UNKNOWN,
        /// It works, and a person should look.
        WARNING,
        /// It does not work.
        FAILED;

        /// As JSON has it: `not-reached`.
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// What a step's trouble means, and what mends it.
    ///
    /// @param code which kind of trouble it is, stable
    /// @param did what we did
    /// @param said what came back: the server's own words
    /// @param meaning what the words mean
    /// @param certain whether nothing but the first cause is left
    /// @param passes whether it passes by itself
    /// @param causes likeliest first, at least one
    /// @param references where to read more
    public record Diagnosis(
            String code,
            String did,
            String said,
            String meaning,
            boolean certain,
            boolean passes,
            List<Cause> causes,
            List<String> references) {

        public Diagnosis {
            causes = List.copyOf(causes);
            references = List.copyOf(references);
        }
    }

    /// One possible cause.
    ///
    /// @param decides what tells whether it is the one
    /// @param mends what to do if it is
    public record Cause(String cause, List<Remedy> decides, List<Remedy> mends) {

        public Cause {
            decides = List.copyOf(decides);
            mends = List.copyOf(mends);
        }
    }

    /// Something to do.
    ///
    /// @param prose what it does
    /// @param shell the command's language: `powershell`, `bash`, `postern`; empty without one
    /// @param command what to paste; empty where only a person at a portal can do it
    public record Remedy(String prose, String shell, String command) {}
}
