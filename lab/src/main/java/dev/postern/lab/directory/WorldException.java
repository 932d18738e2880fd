package dev.postern.lab.directory;

import java.util.List;
import java.util.stream.Collectors;

/// What was written makes no world; says everything that is known to be wrong with it.
public final class WorldException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    WorldException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /// One thing that is wrong.
    ///
    /// @param where file and line, or the path in the tree
    public record Problem(String where, String what) {

        @Override
        public String toString() {
            return where + ": " + what;
        }
    }

    public List<Problem> problems() {
        return problems;
    }
}
