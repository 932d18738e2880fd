package dev.postern.control;

import java.util.List;

/// What came of writing a first settings file.
///
/// @param file where it was written
/// @param next the commands to run next
public record InitReport(String file, List<String> next) {

    public InitReport {
        next = List.copyOf(next);
    }
}
