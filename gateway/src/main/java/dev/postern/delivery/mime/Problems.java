package dev.postern.delivery.mime;

import dev.postern.delivery.Words;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.james.mime4j.codec.DecodeMonitor;

/// What could not be read in a message as the standards have it: each kind once, at most 20.
///
/// Confined to one thread.
final class Problems {

    private static final int MAX = 20;

    private final Set<String> found = new LinkedHashSet<>();

    void add(String problem) {
        if (found.size() < MAX) {
            found.add(Words.clean(problem));
        }
    }

    List<String> list() {
        return List.copyOf(found);
    }

    /// Collects what the parser complains about, and lets it go on.
    DecodeMonitor monitor() {
        return new DecodeMonitor() {
            @Override
            public boolean warn(String error, String dropDesc) {
                add(error);
                return false;
            }

            @Override
            public boolean isListening() {
                return true;
            }
        };
    }
}
