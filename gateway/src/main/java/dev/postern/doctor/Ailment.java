package dev.postern.doctor;

import dev.postern.advice.Advice;
import dev.postern.advice.Evidence;
import dev.postern.advice.Finding;
import dev.postern.advice.Remedy;
import dev.postern.advice.Suspect;
import dev.postern.control.CheckReport;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// Something that is wrong: what we did, what came back, and what that means.
///
/// The meaning is asked for when all entries have been examined, because what worked elsewhere
/// tells causes apart.
///
/// @param did in one sentence
/// @param said the other side's own words; empty if it said nothing
/// @param finding what it means and what mends it
record Ailment(String did, String said, Function<Experience, Finding> finding) {

    /// Trouble that is not a refusal in the words of one of Microsoft's servers.
    static Ailment of(String did, String said, Finding finding) {
        return new Ailment(did, said, _ -> finding);
    }

    /// A refusal.
    static Ailment of(String did, Evidence evidence) {
        return new Ailment(
                did,
                evidence.words(),
                experience ->
                        Advice.on(experience.bearingOn(evidence))
                                .orElseGet(() -> unknown(evidence)));
    }

    private static Finding unknown(Evidence evidence) {
        return Troubles.of("unknown", "%s refused it.".formatted(evidence.service().title()))
                .cause(
                        "Postern does not know these words.",
                        Troubles.say(
                                "Look them up, and report them to Postern's makers if they deserve an entry."))
                .finding();
    }

    static CheckReport.Diagnosis diagnosis(String did, String said, Finding finding) {
        return new CheckReport.Diagnosis(
                finding.code(),
                did,
                said,
                finding.meaning(),
                finding.certain(),
                finding.passes(),
                finding.suspects().stream().map(Ailment::cause).toList(),
                finding.references());
    }

    private static CheckReport.Cause cause(Suspect suspect) {
        return new CheckReport.Cause(
                suspect.cause(), remedies(suspect.decides()), remedies(suspect.mends()));
    }

    private static List<CheckReport.Remedy> remedies(List<Remedy> remedies) {
        return remedies.stream()
                .map(remedy ->
                        new CheckReport.Remedy(
                                remedy.prose(),
                                remedy.command()
                                        .map(one -> one.shell().name().toLowerCase(Locale.ROOT))
                                        .orElse(""),
                                remedy.command().map(Remedy.Command::text).orElse("")))
                .toList();
    }
}
