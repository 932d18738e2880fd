package dev.postern.delivery;

import dev.postern.protocol.mail.AddrSpec;
import dev.postern.queue.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The senders for whom a destination has no room at the moment, while it takes mail of others.
///
/// Safe for use by many threads. What it forgets because it knows too many is asked for again, and
/// so learnt again.
final class BusySenders {

    private static final int SENDERS_MAX = 1_000;

    /* Ten thousand messages of one sender must not all be looked at each time it has room for
     * thirty: they come back so many a second, in their order, the last after a minute. */
    private static final int BACK_PER_SECOND = 64;
    private static final long SPREAD_SECONDS_MAX = 60;
    private static final Duration PATIENCE_MIN = Duration.ofSeconds(1);

    /// @param behind how many messages of this sender were sent away meanwhile
    private record Busy(Instant until, int behind) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Busy> senders = new LinkedHashMap<>();

    /// Notes that a sender has to wait.
    ///
    /// @return until when
    Instant note(Claim claim, Duration patience, Instant now) {
        Duration wait = patience.compareTo(PATIENCE_MIN) < 0 ? PATIENCE_MIN : patience;
        Instant until = now.plus(wait);
        lock.lock();
        try {
            senders.put(sender(claim), new Busy(until, 0));
            if (senders.size() > SENDERS_MAX) {
                senders.remove(senders.keySet().iterator().next());
            }
            return until;
        } finally {
            lock.unlock();
        }
    }

    /// When this message may be tried; empty if it may now.
    Optional<Instant> postponed(Claim claim, Instant now) {
        lock.lock();
        try {
            String sender = sender(claim);
            Busy busy = senders.get(sender);
            if (busy == null) {
                return Optional.empty();
            }
            if (!now.isBefore(busy.until())) {
                senders.remove(sender);
                return Optional.empty();
            }
            senders.put(sender, new Busy(busy.until(), busy.behind() + 1));
            long spread = Math.min(busy.behind() / BACK_PER_SECOND, SPREAD_SECONDS_MAX);
            return Optional.of(busy.until().plusSeconds(spread));
        } finally {
            lock.unlock();
        }
    }

    /* A message without an envelope has no sender: it is its own. */
    private static String sender(Claim claim) {
        return claim.message()
                .origin()
                .enveloped()
                .map(envelope -> envelope.sender().map(AddrSpec::toString).orElse("<>"))
                .orElseGet(() -> "#" + claim.delivery());
    }
}
