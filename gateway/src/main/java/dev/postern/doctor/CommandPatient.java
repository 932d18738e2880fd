package dev.postern.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A destination that is a program: it is there and may be run. It is not run. A value.
public record CommandPatient(String name, Path program) implements Patient {

    @Override
    public String about() {
        return "program " + program;
    }

    @Override
    public List<Step> steps() {
        return List.of(Step.PROGRAM);
    }

    @Override
    public void examine(Chart chart) throws OverException {
        if (Files.isRegularFile(program) && Files.isExecutable(program)) {
            chart.fine(Step.PROGRAM, program + " is there and may be run");
            return;
        }
        String path = Troubles.quoted(program);
        boolean there = Files.exists(program);
        Troubles troubles =
                there
                        ? Troubles.of("program-closed", program + " may not be run.")
                                .cause(
                                        "It is not executable for the user who runs Postern.",
                                        Troubles.bash("Make it so.", "chmod a+x " + path))
                        : Troubles.of(
                                        "program-missing",
                                        "There is no program %s.".formatted(program))
                                .cause(
                                        "It is not installed, or elsewhere.",
                                        Troubles.bash(
                                                "Look for it.",
                                                "command -v "
                                                        + Troubles.quoted(program.getFileName())));
        throw chart.failed(
                Step.PROGRAM, troubles.ailment("We looked for %s.".formatted(program), ""));
    }
}
