package dev.postern.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A program that collects messages into files.
interface Contender {

    /// What the table and the ratios call it.
    String name();

    /// Collects everything, from nothing.
    ///
    /// @param folder empty; for whatever the program writes
    Round collect(Path folder) throws IOException, InterruptedException;

    /// One measurement.
    ///
    /// @param took from the order to collect until the last message was safe where it belongs
    /// @param cpu of the program
    /// @param messages how many were collected
    /// @param collected the files, one a message; empty if the messages are known to be right
    record Round(Duration took, Duration cpu, int messages, List<Path> collected) {

        /// One that left files.
        Round(Duration took, Duration cpu, List<Path> collected) {
            this(took, cpu, collected.size(), collected);
        }

        public Round {
            collected = List.copyOf(collected);
        }
    }
}
