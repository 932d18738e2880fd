package dev.postern.control;

import java.util.List;

/// What could be made of a server's words.
///
/// @param known whether something is known of them
/// @param findings likeliest first
/// @param facts what could be read out of them besides
public record ExplainReport(boolean known, List<Finding> findings, List<Fact> facts) {

    public ExplainReport {
        findings = List.copyOf(findings);
        facts = List.copyOf(facts);
    }

    /// One way to understand them.
    ///
    /// @param code which kind of trouble it is, stable: `D5`
    /// @param title the same in a few words
    /// @param service whose words they are then
    /// @param certain whether only the first cause is left
    /// @param passes whether it passes by itself
    public record Finding(
            String code,
            String title,
            String service,
            String meaning,
            boolean certain,
            boolean passes,
            List<Cause> causes,
            List<String> references) {

        public Finding {
            causes = List.copyOf(causes);
            references = List.copyOf(references);
        }
    }

    /// One possible cause.
    ///
    /// @param decides what tells whether it is the one
    /// @param mends what to do if it is
    public record Cause(String cause, List<Step> decides, List<Step> mends) {

        public Cause {
            decides = List.copyOf(decides);
            mends = List.copyOf(mends);
        }
    }

    /// One step.
    ///
    /// @param shell the command's language: `powershell`, `bash`, `postern`; empty without a
    ///   command
    /// @param command what to paste; empty where only a person can do it
    public record Step(String prose, String shell, String command) {}

    /// Something that stands in the words.
    public record Fact(String what, String words) {}
}
