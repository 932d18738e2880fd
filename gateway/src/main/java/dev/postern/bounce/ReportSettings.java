package dev.postern.bounce;

import java.time.Duration;

/// How reports are written.
///
/// @param host the name of this gateway; reports come from its postmaster
/// @param lifetime for so long after its acceptance a message is tried
/// @param wholeMax octets of the largest message that comes back whole if its sender asked for that
public record ReportSettings(String host, Duration lifetime, long wholeMax) {

    public ReportSettings {
        if (host.isEmpty() || !lifetime.isPositive() || wholeMax < 0) {
            throw new IllegalArgumentException(
                    "reports from '%s', lifetime %s, up to %d octets"
                            .formatted(host, lifetime, wholeMax));
        }
    }
}
