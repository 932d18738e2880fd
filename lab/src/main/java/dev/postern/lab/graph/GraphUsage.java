package dev.postern.lab.graph;

import dev.postern.lab.RollingCount;
import dev.postern.lab.mail.store.Guard;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What each application has asked of each mailbox lately. May be used from any thread.
final class GraphUsage {

    /// Requests of an application to one mailbox in ten minutes.
    static final int REQUESTS_MAX = 10_000;

    /// Octets that an application may send to one mailbox in five minutes.
    static final long OCTETS_MAX = 150L * 1024 * 1024;

    private final Guard guard = new Guard();
    private final Map<String, Usage> usages = new HashMap<>();

    private record Usage(RollingCount requests, RollingCount octets) {

        static Usage none() {
            return new Usage(
                    new RollingCount(Duration.ofMinutes(10)),
                    new RollingCount(Duration.ofMinutes(5)));
        }
    }

    /// Counts a request, unless there were too many; how long until there were not.
    ///
    /// @param who the application and the mailbox
    Optional<Duration> count(String who, Instant now, long octets) {
        return guard.step(() -> {
            Usage usage = usages.computeIfAbsent(who, _ -> Usage.none());
            Duration one = usage.requests().until(now, 1, REQUESTS_MAX);
            Duration other = usage.octets().until(now, octets, OCTETS_MAX);
            Duration wait = one.compareTo(other) > 0 ? one : other;
            if (wait.isPositive()) {
                return Optional.of(wait);
            }
            usage.requests().add(now, 1, REQUESTS_MAX);
            usage.octets().add(now, octets, OCTETS_MAX);
            return Optional.empty();
        });
    }
}
