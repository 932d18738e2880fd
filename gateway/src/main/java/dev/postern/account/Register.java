package dev.postern.account;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// All accounts, in memory, so that a sign-in reads no file.
///
/// The store is asked at most once a second whether something has changed, by whoever comes first:
/// what a person changes by the command line holds within that second. Safe for use by many
/// threads; while one asks, which is one small read of a local file, the others wait, since what is
/// known may be as old as the last sign-in.
final class Register {

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final AccountStore store;
    private final InstantSource clock;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Known known;

    /// @param asked when the store was asked last
    private record Known(long version, Instant asked, Map<String, Registered> byName) {}

    private Register(AccountStore store, InstantSource clock, Known known) {
        this.store = store;
        this.clock = clock;
        this.known = known;
    }

    static Register open(AccountStore store, InstantSource clock) throws IOException {
        return new Register(store, clock, read(store, store.version(), clock.instant()));
    }

    private static Known read(AccountStore store, long version, Instant now) throws IOException {
        Map<String, Registered> byName = new HashMap<>();
        for (Registered account : store.accounts()) {
            byName.put(new AccountName(account.name()).key(), account);
        }
        return new Known(version, now, byName);
    }

    /// @param key the name in lower case
    Optional<Registered> find(String key) throws IOException {
        return Optional.ofNullable(current().byName().get(key));
    }

    /// All of them, in no order.
    Collection<Registered> all() throws IOException {
        return current().byName().values();
    }

    private Known current() throws IOException {
        Instant now = clock.instant();
        if (isStale(now)) {
            asking.lock();
            try {
                if (isStale(now)) {
                    ask(now);
                }
            } finally {
                asking.unlock();
            }
        }
        return known;
    }

    private boolean isStale(Instant now) {
        Instant asked = known.asked();
        // A clock that was put back must not keep what is known for ever.
        return now.isBefore(asked) || !now.isBefore(asked.plus(FRESH));
    }

    private void ask(Instant now) throws IOException {
        Known before = known;
        long version = store.version();
        known =
                version == before.version()
                        ? new Known(version, now, before.byName())
                        : read(store, version, now);
    }
}
