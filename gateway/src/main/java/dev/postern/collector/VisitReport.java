package dev.postern.collector;

import java.time.Instant;
import java.util.Optional;

/// What one visit did.
///
/// @param taken messages accepted into the queue
/// @param known messages that were there and known from before, recognised after a renumbering
///   included
/// @param finished messages for which the server confirmed what was to become of them
/// @param parked messages given up after too many attempts, in this visit
/// @param failed messages that could not be fetched and will be tried again
/// @param left messages that stay for a later visit, those failed included
/// @param more whether the visit stopped at its bound with work left
/// @param retryAt when the first of the failed messages is due again
public record VisitReport(
        int taken,
        int known,
        int finished,
        int parked,
        int failed,
        int left,
        boolean more,
        Optional<Instant> retryAt) {}
