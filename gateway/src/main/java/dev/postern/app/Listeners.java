package dev.postern.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// The listeners of one kind that are open, each with all that it was made of: when the settings
/// are read anew, one that would be made the same goes on undisturbed.
///
/// [#replace] and [#close] are for one thread at a time; [#all] may be asked by any.
///
/// @param <M> what a listener is made of
/// @param <L> a listener
final class Listeners<M, L> {

    private final Map<M, L> open = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Consumer<L> closing;

    /// @param closing ends one, in order
    Listeners(Consumer<L> closing) {
        this.closing = closing;
    }

    /// Makes a listener.
    interface Opening<M, L> {
        L open(M made) throws IOException;
    }

    /// @throws IOException if one cannot be opened; those that could are open then
    void replace(List<M> wanted, Opening<M, L> opening) throws IOException {
        List<L> over = new ArrayList<>();
        open.entrySet()
                .removeIf(entry -> {
                    boolean ends = !wanted.contains(entry.getKey());
                    if (ends) {
                        over.add(entry.getValue());
                    }
                    return ends;
                });
        close(over);
        for (M one : wanted) {
            if (!open.containsKey(one)) {
                open.put(one, opening.open(one));
            }
        }
    }

    Map<M, L> all() {
        synchronized (open) {
            return new LinkedHashMap<>(open);
        }
    }

    void close() {
        close(open.values());
        open.clear();
    }

    private void close(Iterable<L> listeners) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            listeners.forEach(one -> threads.execute(() -> closing.accept(one)));
        }
    }
}
