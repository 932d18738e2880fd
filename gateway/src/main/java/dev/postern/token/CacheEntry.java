package dev.postern.token;

import dev.postern.advice.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One token of one tenant for one scope: what is held, what went wrong, and whether a fetch is
/// under way. Decides; asks nobody. Safe for use by many threads; the lock is held for arithmetic
/// alone.
final class CacheEntry {

    /// A token that a server refuses so soon after its fetch is not replaced at once: the next
    /// would fare no better, and Entra ID answers a loop with AADSTS50196.
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Held held;
    private @Nullable Failure failure;
    private @Nullable CompletableFuture<Grant> flight;

    private record Held(Grant.Granted grant) {

        /// Whether it is still good for so long, or, if it never was for twice that, for half its
        /// time.
        boolean isGoodFor(Duration life, Instant now) {
            Duration left = Duration.between(now, grant.expires());
            Duration half = Duration.between(grant.fetched(), grant.expires()).dividedBy(2);
            Duration needed = life.compareTo(half) < 0 ? life : half;
            return left.isPositive() && left.compareTo(needed) >= 0;
        }
    }

    private record Failure(
            Grant grant, String reason, int count, Instant notBefore, String stamp) {}

    /// What a caller does next.
    sealed interface Step {

        /// Takes this answer.
        record Take(Grant grant) implements Step {}

        /// Takes this answer, and starts a fetch that others will profit from.
        record TakeAndFetch(Grant grant, CompletableFuture<Grant> flight) implements Step {}

        /// Starts a fetch and waits for it.
        record Fetch(CompletableFuture<Grant> flight) implements Step {}

        /// Waits for the fetch of another.
        record Await(CompletableFuture<Grant> flight) implements Step {}
    }

    /// Whoever is told to fetch must end it by [#granted], [#refused] or [#unavailable], and
    /// complete the flight.
    Step next(TokenRequest request, Duration margin, Instant now) {
        lock.lock();
        try {
            CompletableFuture<Grant> running = flight;
            if (request.fresh()) {
                return running == null ? new Step.Fetch(takeOff()) : new Step.Await(running);
            }
            Failure wrong = failure;
            boolean blocked = wrong != null && now.isBefore(wrong.notBefore());
            Held token = held;
            if (token != null && token.isGoodFor(request.life(), now)) {
                return token.isGoodFor(request.life().plus(margin), now)
                                || running != null
                                || blocked
                        ? new Step.Take(token.grant())
                        : new Step.TakeAndFetch(token.grant(), takeOff());
            }
            if (running != null) {
                return new Step.Await(running);
            }
            return wrong != null && blocked
                    ? new Step.Take(wrong.grant())
                    : new Step.Fetch(takeOff());
        } finally {
            lock.unlock();
        }
    }

    private CompletableFuture<Grant> takeOff() {
        CompletableFuture<Grant> started = new CompletableFuture<>();
        flight = started;
        return started;
    }

    /// Whether a refusal is remembered that another credential might undo.
    boolean isRefused(Instant now) {
        lock.lock();
        try {
            return failure != null
                    && failure.grant() instanceof Grant.Refused
                    && now.isBefore(failure.notBefore());
        } finally {
            lock.unlock();
        }
    }

    /// Forgets a refusal that was given to other credentials than these.
    void credentialsAre(String stamp) {
        lock.lock();
        try {
            if (failure != null
                    && failure.grant() instanceof Grant.Refused
                    && !failure.stamp().equals(stamp)) {
                failure = null;
            }
        } finally {
            lock.unlock();
        }
    }

    Grant granted(Grant.Granted grant) {
        lock.lock();
        try {
            held = new Held(grant);
            failure = null;
            flight = null;
            return grant;
        } finally {
            lock.unlock();
        }
    }

    /// @param stamp of the credentials that were refused
    Grant refused(List<Refusal> refusals, Instant now, Waits waits, String stamp) {
        lock.lock();
        try {
            int count = failuresOf(Grant.Refused.class) + 1;
            Cause cause = refusals.getLast().cause();
            Instant notBefore = now.plus(waits.afterRefusal(count, cause));
            Grant.Refused grant = new Grant.Refused(refusals, notBefore);
            failure = new Failure(grant, reason(refusals), count, notBefore, stamp);
            flight = null;
            return grant;
        } finally {
            lock.unlock();
        }
    }

    Grant unavailable(Fetched.Trouble trouble, Instant now, Waits waits) {
        lock.lock();
        try {
            int count = failuresOf(Grant.Unavailable.class) + 1;
            Instant notBefore = now.plus(waits.afterTrouble(count, trouble.pause()));
            Grant.Unavailable grant = new Grant.Unavailable(trouble.reason(), notBefore);
            failure = new Failure(grant, trouble.reason(), count, notBefore, "");
            flight = null;
            return grant;
        } finally {
            lock.unlock();
        }
    }

    static String reason(List<Refusal> refusals) {
        return String.join("; ", refusals.stream().map(Refusal::summary).toList());
    }

    /// Failures in a row of one kind: an outage does not make the first refusal after it wait
    /// longer.
    private int failuresOf(Class<? extends Grant> kind) {
        return failure != null && kind.isInstance(failure.grant()) ? failure.count() : 0;
    }

    void forget(AccessToken token, Instant now) {
        lock.lock();
        try {
            if (held == null || !held.grant().token().equals(token)) {
                return;
            }
            Instant earliest = held.grant().fetched().plus(PAUSE);
            held = null;
            if (failure == null && now.isBefore(earliest)) {
                String reason =
                        "a server refused the token within %d s of its fetch"
                                .formatted(PAUSE.toSeconds());
                failure =
                        new Failure(
                                new Grant.Unavailable(reason, earliest), reason, 0, earliest, "");
            }
        } finally {
            lock.unlock();
        }
    }

    /// Whether nothing would be lost if this entry were dropped.
    boolean isIdle(Instant now) {
        lock.lock();
        try {
            return flight == null
                    && (held == null || !held.isGoodFor(Duration.ZERO, now))
                    && (failure == null || !now.isBefore(failure.notBefore()));
        } finally {
            lock.unlock();
        }
    }

    TokenStatus status(String tenant, Scope scope) {
        lock.lock();
        try {
            Optional<Grant.Granted> grant = Optional.ofNullable(held).map(Held::grant);
            Optional<Failure> wrong = Optional.ofNullable(failure);
            return new TokenStatus(
                    tenant,
                    scope,
                    grant.map(Grant.Granted::fetched),
                    grant.map(Grant.Granted::expires),
                    grant.map(Grant.Granted::passedOver).orElse(List.of()),
                    wrong.map(Failure::reason),
                    wrong.map(Failure::count).orElse(0),
                    wrong.map(Failure::notBefore),
                    flight != null);
        } finally {
            lock.unlock();
        }
    }
}
