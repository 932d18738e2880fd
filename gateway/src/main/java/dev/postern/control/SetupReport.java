package dev.postern.control;

import java.util.List;

/// The scripts that were written.
///
/// @param folder where
/// @param files their names; empty if the settings need nothing of Microsoft's
public record SetupReport(String folder, List<String> files) {

    public SetupReport {
        files = List.copyOf(files);
    }
}
