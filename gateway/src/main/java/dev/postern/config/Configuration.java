package dev.postern.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What came of reading a configuration file.
public sealed interface Configuration {

    /// Doubts, in the order of the file; a service can run with them.
    List<Problem> warnings();

    /// All that is wrong or doubtful, for a person; empty if nothing is.
    default String report() {
        return Report.of(this);
    }

    /// The file is right.
    record Valid(Settings settings, List<Problem> warnings) implements Configuration {

        public Valid {
            warnings = List.copyOf(warnings);
        }
    }

    /// The file is wrong, and nothing is made of it.
    ///
    /// @param problems at least one, in the order of the file
    /// @param more how many were found beyond those, as there is a bound
    record Invalid(List<Problem> problems, List<Problem> warnings, int more)
            implements Configuration {

        public Invalid {
            problems = List.copyOf(problems);
            warnings = List.copyOf(warnings);
        }
    }

    /// The file that counts when none is named: `postern.yaml` in the working folder, or else
    /// `/etc/postern/postern.yaml`.
    static Optional<Path> find(Path workingFolder) {
        return candidates(workingFolder).stream().filter(Files::exists).findFirst();
    }

    /// Where [#find] looks, in this order.
    static List<Path> candidates(Path workingFolder) {
        return List.of(workingFolder.resolve("postern.yaml"), Path.of("/etc/postern/postern.yaml"));
    }

    /// Where the service is to be found that runs with this file.
    ///
    /// That can be known although the file has mistakes by now, or names secrets that only the
    /// service can see.
    static Optional<Whereabouts> whereabouts(Path file) {
        return new Loader(file, System.getenv()).whereabouts();
    }

    /// Reads a file, with the environment of this process. Throws nothing: a file that cannot be
    /// read is [Invalid].
    static Configuration load(Path file) {
        return load(file, System.getenv());
    }

    /// Reads a file.
    ///
    /// @param environment what `${env:NAME}` stands for
    static Configuration load(Path file, Map<String, String> environment) {
        return new Loader(file, environment).load();
    }
}
