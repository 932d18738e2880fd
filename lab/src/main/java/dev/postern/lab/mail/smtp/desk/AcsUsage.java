package dev.postern.lab.mail.smtp.desk;

import dev.postern.lab.RollingCount;
import dev.postern.lab.directory.Acs;
import dev.postern.lab.mail.store.Guard;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// What each resource of Azure Communication Services has sent so far, by whatever way. May be used
/// from any thread.
public final class AcsUsage {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final ConcurrentMap<String, Usage> usages = new ConcurrentHashMap<>();

    private static final class Usage {

        private final Guard guard = new Guard();
        private final RollingCount minute = new RollingCount(MINUTE);
        private final RollingCount hour = new RollingCount(HOUR);

        boolean send(Instant now, Acs.Quota quota) {
            return guard.step(() ->
                    minute.at(now) < quota.sendPerMinute()
                            && hour.add(now, 1, quota.sendPerHour())
                            && minute.add(now, 1, quota.sendPerMinute()));
        }
    }

    /// Counts a message, unless the quota is used up.
    ///
    /// @param resource its name, together with its tenant's if names could be the same
    public boolean send(String resource, Instant now, Acs.Quota quota) {
        return usages.computeIfAbsent(resource, _ -> new Usage()).send(now, quota);
    }
}
