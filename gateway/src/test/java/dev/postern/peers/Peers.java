package dev.postern.peers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Programs that nobody here wrote, and whether they are installed.
public final class Peers {

    private static final List<Path> FOLDERS =
            List.of(Path.of("/usr/bin"), Path.of("/usr/sbin"), Path.of("/usr/local/bin"));

    private static final List<Path> NODE_LIBRARIES =
            List.of(Path.of("/usr/local/lib/node_modules"), Path.of("/usr/share/nodejs"));

    private Peers() {}

    /// Finds a program. Without it the test is skipped; where peers are required
    /// (`POSTERN_PEERS=required`, as in continuous integration) it fails.
    public static Path require(String program) {
        return FOLDERS.stream()
                .map(folder -> folder.resolve(program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> missing(program));
    }

    /// Finds the folder of a library of Node's, in the same way; it is the one for `NODE_PATH`.
    public static Path requireNodeLibrary(String name) {
        return NODE_LIBRARIES.stream()
                .filter(folder -> Files.isDirectory(folder.resolve(name)))
                .findFirst()
                .orElseGet(() -> missing(name));
    }

    private static Path missing(String name) {
        if ("required".equals(System.getenv("POSTERN_PEERS"))) {
            throw new AssertionError(name + " is required and not installed: see .ci/run");
        }
        assumeTrue(false, name + " is not installed");
        throw new IllegalStateException("not reached");
    }
}
