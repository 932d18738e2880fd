package dev.postern.listen;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts who is inside by something that they have in common, an address or an account, and lets
/// no more in than there may be. Safe for use by many threads.
///
/// @param <K> what they have in common
public final class Turnstile<K> {

    private final int most;
    private final Map<K, Integer> inside = new ConcurrentHashMap<>();

    /// @param most of one kind
    public Turnstile(int most) {
        this.most = most;
    }

    /// Lets one in; [#leave] must follow if it may.
    public boolean enter(K kind) {
        boolean[] may = new boolean[1];
        inside.compute(
                kind,
                (_, before) -> {
                    int now = before == null ? 1 : before + 1;
                    may[0] = now <= most;
                    return may[0] ? Integer.valueOf(now) : before;
                });
        return may[0];
    }

    public void leave(K kind) {
        inside.computeIfPresent(kind, (_, count) -> count == 1 ? null : count - 1);
    }
}
