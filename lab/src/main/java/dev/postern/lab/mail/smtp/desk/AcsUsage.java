package dev.postern.lab.mail.smtp.desk;

import dev.postern.lab.RollingCount;
import dev.postern.lab.directory.Acs;
import dev.postern.lab.mail.store.Guard;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// What each resource of Azure Communication Services has sent and asked so far, by whatever way.
/// May be used from any thread.
public final class AcsUsage {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final ConcurrentMap<Resource, Usage> sent = new ConcurrentHashMap<>();
    private final ConcurrentMap<Resource, Usage> asked = new ConcurrentHashMap<>();

    /// A resource, by its tenant's name and its own.
    public record Resource(String tenant, String name) {}

    private static final class Usage {

        private final Guard guard = new Guard();
        private final RollingCount minute = new RollingCount(MINUTE);
        private final RollingCount hour = new RollingCount(HOUR);

        Optional<Duration> count(Instant now, int perMinute, int perHour) {
            return guard.step(() -> {
                Duration one = minute.until(now, 1, perMinute);
                Duration other = hour.until(now, 1, perHour);
                Duration wait = one.compareTo(other) > 0 ? one : other;
                if (wait.isPositive()) {
                    return Optional.of(wait);
                }
                minute.add(now, 1, perMinute);
                hour.add(now, 1, perHour);
                return Optional.empty();
            });
        }
    }

    /// Counts a message, unless the quota is used up; how long until it is not.
    public Optional<Duration> send(Resource resource, Instant now, Acs.Quota quota) {
        return sent.computeIfAbsent(resource, _ -> new Usage())
                .count(now, quota.sendPerMinute(), quota.sendPerHour());
    }

    /// Counts a question after an operation, in the same way.
    public Optional<Duration> ask(Resource resource, Instant now, Acs.Quota quota) {
        return asked.computeIfAbsent(resource, _ -> new Usage())
                .count(now, quota.statusPerMinute(), quota.statusPerHour());
    }
}
