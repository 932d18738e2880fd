package dev.postern.relay;

import dev.postern.account.Account;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;

/// Messages a minute, by account.
///
/// An account may use up a minute's worth at once, and then goes on evenly. What is kept of it is
/// one moment: when all that it sent would have been sent, had it been sent evenly. Safe for use by
/// many threads.
final class Rates {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos() / 1000;

    /// More than this many accounts have never sent within a minute of each other.
    private static final int ACCOUNTS_MAX = 10_000;

    private final InstantSource clock;
    private final ConcurrentHashMap<String, Long> evenly = new ConcurrentHashMap<>();

    Rates(InstantSource clock) {
        this.clock = clock;
    }

    /// Whether the account may send one more now.
    boolean has(Account account) {
        if (account.messagesPerMinute() == Integer.MAX_VALUE) {
            return true;
        }
        Long until = evenly.get(key(account));
        return until == null || fits(account, until, now());
    }

    /// Counts one more, if it may be sent now.
    boolean take(Account account) {
        if (account.messagesPerMinute() == Integer.MAX_VALUE) {
            return true;
        }
        long now = now();
        if (evenly.size() >= ACCOUNTS_MAX) {
            evenly.values().removeIf(until -> until <= now);
        }
        boolean[] taken = new boolean[1];
        evenly.compute(
                key(account),
                (_, before) -> {
                    long until = before == null ? now : Math.max(before, now);
                    taken[0] = fits(account, until, now);
                    return taken[0] ? until + step(account) : until;
                });
        return taken[0];
    }

    private static boolean fits(Account account, long until, long now) {
        return until - now + step(account) <= MINUTE;
    }

    private static long step(Account account) {
        return account.messagesPerMinute() <= 0 ? MINUTE + 1 : MINUTE / account.messagesPerMinute();
    }

    private long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }

    private static String key(Account account) {
        return account.name().toLowerCase(Locale.ROOT);
    }
}
