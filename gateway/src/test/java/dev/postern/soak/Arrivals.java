package dev.postern.soak;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// What was sent and what arrived, by keys that no two messages share. May be used from any thread.
final class Arrivals {

    private final Map<String, Instant> begun = new ConcurrentHashMap<>();
    private final Map<String, Instant> promised = new ConcurrentHashMap<>();
    private final Map<String, Integer> arrived = new ConcurrentHashMap<>();
    private final AtomicInteger strangers = new AtomicInteger();
    private final Timings timings;

    /// @param timings of each first arrival
    Arrivals(Timings timings) {
        this.timings = timings;
    }

    /// Somebody is about to send it. From here on it may arrive.
    void begin(String key, Instant now) {
        begun.put(key, now);
    }

    /// It was taken: from here on it must arrive.
    void promise(String key, Instant now) {
        promised.put(key, now);
    }

    /// It is there.
    void arrive(String key, Instant now) {
        Optional<Instant> since = Optional.ofNullable(begun.get(key));
        if (since.isEmpty()) {
            strangers.incrementAndGet();
        } else if (arrived.merge(key, 1, Integer::sum) == 1) {
            timings.add(Duration.between(since.get(), now));
        }
    }

    int promises() {
        return promised.size();
    }

    /// Different ones that arrived.
    int came() {
        return arrived.size();
    }

    /// How many were promised and have not come.
    long missing() {
        return promised.keySet().stream().filter(key -> !arrived.containsKey(key)).count();
    }

    /// How many came more often than once, each as often as it came too often.
    int doubles() {
        return arrived.values().stream().mapToInt(times -> times - 1).sum();
    }

    /// How many came that nobody sent; a message whose octets were changed is one of these.
    int strangers() {
        return strangers.get();
    }

    /// Says how it went.
    ///
    /// @param doublesMax that are nobody's fault
    /// @return whether all is well
    boolean tell(PrintStream out, String what, int doublesMax) {
        out.printf(
                "%s: %d promised, %d arrived, %d missing, %d doubles, %d that nobody sent%n",
                what, promises(), came(), missing(), doubles(), strangers());
        return promises() > 0 && missing() == 0 && strangers() == 0 && doubles() <= doublesMax;
    }
}
