package dev.postern.lab.mail.store;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Who wants to hear that something changed. May be used from any thread.
///
/// A listener is called on the thread of whoever made the change, and must neither wait nor throw.
public final class Watchers {

    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

    /// Calls `listener` at every change until the watch is closed.
    public Watch watch(Runnable listener) {
        Watch watch = new Watch(listener);
        watches.add(watch);
        return watch;
    }

    /// Tells all of them.
    public void tell() {
        watches.forEach(watch -> watch.listener.run());
    }

    /// One listener's place.
    public final class Watch implements AutoCloseable {

        private final Runnable listener;

        private Watch(Runnable listener) {
            this.listener = listener;
        }

        @Override
        public void close() {
            watches.remove(this);
        }
    }
}
