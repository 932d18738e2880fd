package dev.postern.doctor;

import dev.postern.advice.Finding;
import dev.postern.control.CheckReport;
import dev.postern.control.CheckReport.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What is written down while one entry is examined. A step's time is what passed since the one
/// before it. Used by one thread at a time.
final class Chart {

    private final Experience experience;
    private final List<Note> notes = new ArrayList<>();
    private long last = System.nanoTime();
    private OptionalLong ends = OptionalLong.empty();

    private record Note(
            Step step, Verdict verdict, String text, long millis, Optional<Ailment> ailment) {}

    /// @param experience that of all who are examined
    Chart(Experience experience) {
        this.experience = experience;
    }

    Experience experience() {
        return experience;
    }

    /// The next step ended at this moment, as what comes after it began.
    ///
    /// @param end of [System#nanoTime]
    Chart until(long end) {
        ends = OptionalLong.of(end);
        return this;
    }

    /// Whether the step was reached and written down.
    boolean has(Step step) {
        return notes.stream().anyMatch(note -> note.step() == step);
    }

    /// It is as it should be.
    void fine(Step step, String text) {
        write(step, Verdict.FINE, text, Optional.empty());
    }

    /// It cannot be told.
    void unknown(Step step, String why) {
        write(step, Verdict.UNKNOWN, why, Optional.empty());
    }

    /// It works, and a person should look.
    void warn(Step step, String text, Ailment ailment) {
        write(step, Verdict.WARNING, text, Optional.of(ailment));
    }

    /// It does not work, and what comes after it can be tried all the same.
    void wrong(Step step, Ailment ailment) {
        write(step, Verdict.FAILED, "", Optional.of(ailment));
    }

    /// It does not work, and nothing after it can.
    OverException failed(Step step, Ailment ailment) {
        wrong(step, ailment);
        return new OverException();
    }

    private void write(Step step, Verdict verdict, String text, Optional<Ailment> ailment) {
        long end = ends.orElseGet(System::nanoTime);
        ends = OptionalLong.empty();
        long millis = Duration.ofNanos(Math.max(0, end - last)).toMillis();
        notes.add(new Note(step, verdict, text, millis, ailment));
        last = end;
    }

    /// What became of the steps, once all entries have been examined.
    ///
    /// @param planned those that were not reached are told as well
    List<CheckReport.Step> steps(List<Step> planned) {
        List<CheckReport.Step> all = new ArrayList<>();
        notes.forEach(note -> all.add(told(note)));
        planned.stream()
                .filter(step -> !has(step))
                .map(step ->
                        new CheckReport.Step(
                                step.title(), Verdict.NOT_REACHED, "", 0, Optional.empty()))
                .forEach(all::add);
        return all;
    }

    private CheckReport.Step told(Note note) {
        Optional<CheckReport.Diagnosis> diagnosis =
                note.ailment()
                        .map(ailment -> {
                            Finding finding = ailment.finding().apply(experience);
                            return Ailment.diagnosis(ailment.did(), ailment.said(), finding);
                        });
        String text =
                note.text().isEmpty()
                        ? diagnosis.map(CheckReport.Diagnosis::meaning).orElse("")
                        : note.text();
        return new CheckReport.Step(
                note.step().title(), note.verdict(), text, note.millis(), diagnosis);
    }
}
