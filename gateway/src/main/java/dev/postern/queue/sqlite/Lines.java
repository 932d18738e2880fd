package dev.postern.queue.sqlite;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A list in one column: a line each, NULL if it is empty.
final class Lines {

    private Lines() {}

    /// @throws IllegalArgumentException if one has a line end in it
    static @Nullable String pack(List<String> lines) {
        for (String line : lines) {
            if (line.indexOf('\n') >= 0) {
                throw new IllegalArgumentException("the queue cannot keep a line end in a name");
            }
        }
        return lines.isEmpty() ? null : String.join("\n", lines);
    }

    static List<String> unpack(@Nullable String packed) {
        return packed == null ? List.of() : List.of(packed.split("\n", -1));
    }
}
