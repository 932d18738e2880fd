package dev.postern.config;

import java.nio.file.Path;
import java.util.List;

/// The text of a configuration file, by lines.
///
/// @param file as it is shown to the reader
record Source(Path file, String text, List<String> lines) {

    Source {
        lines = List.copyOf(lines);
    }

    static Source of(Path file, String text) {
        return new Source(file, text, List.of(text.split("\r\n|\r|\n", -1)));
    }

    /// @param line from 0
    String line(int line) {
        return line >= 0 && line < lines.size() ? lines.get(line) : "";
    }
}
