package dev.postern.control;

import java.util.List;

/// What is wrong with a settings file.
///
/// @param file the file that was read
/// @param valid whether the service would start with it
/// @param text all of it for people, as a compiler would print it; empty if there is nothing to say
public record SettingsReport(String file, boolean valid, List<Finding> findings, String text) {

    public SettingsReport {
        findings = List.copyOf(findings);
    }

    /// One mistake or warning.
    ///
    /// @param line 1 for the first; 0 if it belongs to no line
    /// @param key path of the key, `collect.razr.every`
    public record Finding(boolean error, int line, int column, String key, String message) {}
}
