package dev.postern.app;

import dev.postern.config.Configuration;
import dev.postern.config.Problem;
import dev.postern.config.Settings;
import dev.postern.control.SettingsReport;
import dev.postern.control.UnusableException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A settings file that was read and is right.
///
/// @param warnings doubts, in words
record SettingsFile(Settings settings, List<String> warnings) {

    SettingsFile {
        warnings = List.copyOf(warnings);
    }

    /// @throws UnusableException if the file has mistakes, with all of them
    static SettingsFile read(Path file) throws UnusableException {
        return switch (Configuration.load(file)) {
            case Configuration.Valid(Settings settings, List<Problem> warnings) ->
                    new SettingsFile(settings, warnings.stream().map(Problem::toString).toList());
            case Configuration.Invalid invalid -> throw new UnusableException(invalid.report());
        };
    }

    static SettingsReport check(Path file) {
        Configuration configuration = Configuration.load(file);
        List<SettingsReport.Finding> findings = new ArrayList<>();
        if (configuration instanceof Configuration.Invalid invalid) {
            invalid.problems().forEach(problem -> findings.add(finding(true, problem)));
        }
        configuration.warnings().forEach(problem -> findings.add(finding(false, problem)));
        return new SettingsReport(
                file.toString(),
                configuration instanceof Configuration.Valid,
                findings,
                configuration.report());
    }

    private static SettingsReport.Finding finding(boolean error, Problem problem) {
        return new SettingsReport.Finding(
                error,
                problem.place().line(),
                problem.place().column(),
                problem.key(),
                problem.text());
    }
}
