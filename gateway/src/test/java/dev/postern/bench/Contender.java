package dev.postern.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A program that collects all messages of a mailbox into files.
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
    /// @param collected the files, one a message
    record Round(Duration took, List<Path> collected) {}
}
