package dev.postern.peers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Programs that nobody here wrote, and whether they are installed.
final class Peers {

    private static final List<Path> FOLDERS =
            List.of(Path.of("/usr/bin"), Path.of("/usr/sbin"), Path.of("/usr/local/bin"));

    private Peers() {}

    /// Finds a program. Without it the test is skipped; where peers are required
    /// (`POSTERN_PEERS=required`, as in continuous integration) it fails.
    static Path require(String program) {
        for (Path folder : FOLDERS) {
            if (Files.isExecutable(folder.resolve(program))) {
                return folder.resolve(program);
            }
        }
        if ("required".equals(System.getenv("POSTERN_PEERS"))) {
            throw new AssertionError(program + " is required and not installed: see .ci/run");
        }
        assumeTrue(false, program + " is not installed");
        throw new IllegalStateException("not reached");
    }
}
