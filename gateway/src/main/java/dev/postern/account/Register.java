package dev.postern.account;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
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

    /// So many accounts at most are tried for one mailbox: each costs a hash.
    private static final int OPENERS_MAX = 8;

    private final AccountStore store;
    private final InstantSource clock;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Known known;

    /// @param asked when the store was asked last
    /// @param byMailbox who may open it, in the order of their names, no more than can be tried
    /// @param openersMost the longest list of those
    private record Known(
            long version,
            Instant asked,
            Map<String, Registered> byName,
            Map<String, List<Registered>> byMailbox,
            int openersMost) {

        Known asked(Instant now) {
            return new Known(version, now, byName, byMailbox, openersMost);
        }
    }

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
        Map<String, List<Registered>> byMailbox = new HashMap<>();
        byName.values().stream()
                .sorted(Comparator.comparing(Registered::name))
                .forEach(account -> note(account, byMailbox));
        int most = byMailbox.values().stream().mapToInt(List::size).max().orElse(1);
        return new Known(version, now, byName, byMailbox, most);
    }

    private static void note(Registered account, Map<String, List<Registered>> byMailbox) {
        for (String mailbox : account.rights().mailboxes()) {
            List<Registered> openers =
                    byMailbox.computeIfAbsent(Attempt.key(mailbox), _ -> new ArrayList<>());
            if (openers.size() < OPENERS_MAX && !openers.contains(account)) {
                openers.add(account);
            }
        }
    }

    /// @param key the name in lower case
    Optional<Registered> find(String key) throws IOException {
        return Optional.ofNullable(current().byName().get(key));
    }

    /// All of them, in no order.
    Collection<Registered> all() throws IOException {
        return current().byName().values();
    }

    /// Somebody who tries to open this mailbox.
    ///
    /// @param mailbox its address in lower case
    Attempt attempt(Peer peer, String mailbox) throws IOException {
        Known now = current();
        return Attempt.at(
                peer, mailbox, now.byMailbox().getOrDefault(mailbox, List.of()), now.openersMost());
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
        known = version == before.version() ? before.asked(now) : read(store, version, now);
    }
}
