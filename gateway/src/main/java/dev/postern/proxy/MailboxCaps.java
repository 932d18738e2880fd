package dev.postern.proxy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How many connections and sign-ins a mailbox can bear, so that the server does not turn on its
/// owner. Whoever is one too many waits for a moment, and is then told to come back.
///
/// Shared by all listeners whose clients end at the same servers. Safe for use by many threads.
public final class MailboxCaps {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /// How long a server is left alone that does not say how long it wants to be.
    private static final Duration BACK_OFF = Duration.ofSeconds(30);

    /// When to come back if connections are what lacks: they end when they end.
    private static final Duration COME_BACK = Duration.ofSeconds(30);

    /// Looking through so many takes no time worth mentioning.
    private static final int FORGET_BEYOND = 1000;

    private final InstantSource clock;
    private final Map<Key, Mailbox> mailboxes = new ConcurrentHashMap<>();

    public MailboxCaps(InstantSource clock) {
        this.clock = clock;
    }

    /// What one mailbox can bear.
    ///
    /// @param connections at the same time
    /// @param loginsPerMinute sign-ins, whatever came of them
    /// @param patience how long a client waits for its turn
    public record Limits(int connections, int loginsPerMinute, Duration patience) {
        public Limits {
            if (connections < 1 || loginsPerMinute < 1 || patience.isNegative()) {
                throw new IllegalArgumentException("each limit is one at least");
            }
        }
    }

    /// A mailbox by one protocol: the servers count them separately.
    record Key(String protocol, String mailbox) {
        Key {
            mailbox = mailbox.toLowerCase(Locale.ROOT);
        }
    }

    /// What came of asking.
    sealed interface Turn {

        /// Go ahead; [Place#close] gives the place back.
        record Granted(Place place) implements Turn {}

        /// Not now.
        ///
        /// @param reason why, to follow the mailbox's name
        /// @param again when it is worth to come back
        record Full(String reason, Duration again) implements Turn {}
    }

    /// A connection to a mailbox that may be made.
    interface Place extends AutoCloseable {

        /// The server wants the mailbox to be left alone.
        void backOff(Optional<Duration> suggested);

        @Override
        void close();
    }

    /// Asks for a connection and a sign-in, and waits for them if need be.
    Turn enter(Key key, Limits limits) throws InterruptedException {
        Mailbox mailbox =
                mailboxes.compute(
                        key,
                        (_, before) -> {
                            Mailbox one = before == null ? new Mailbox() : before;
                            one.users++;
                            return one;
                        });
        boolean granted = false;
        try {
            Optional<Turn.Full> full = mailbox.enter(limits);
            granted = full.isEmpty();
            return granted
                    ? new Turn.Granted(new Granted(key, mailbox))
                    : full.<Turn>map(no -> no).orElseThrow();
        } finally {
            if (!granted) {
                leave(key);
            }
        }
    }

    /// A mailbox is remembered as long as somebody uses it, or it matters that somebody did.
    private void leave(Key key) {
        mailboxes.computeIfPresent(
                key,
                (_, mailbox) -> --mailbox.users == 0 && mailbox.forgettable() ? null : mailbox);
        if (mailboxes.size() > FORGET_BEYOND) {
            mailboxes.values().removeIf(one -> one.users == 0 && one.forgettable());
        }
    }

    int remembered() {
        return mailboxes.size();
    }

    private final class Granted implements Place {

        private final Key key;
        private final Mailbox mailbox;
        private boolean closed;

        Granted(Key key, Mailbox mailbox) {
            this.key = key;
            this.mailbox = mailbox;
        }

        @Override
        public void backOff(Optional<Duration> suggested) {
            mailbox.backOff(suggested.orElse(BACK_OFF));
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                mailbox.leave();
                MailboxCaps.this.leave(key);
            }
        }
    }

    private final class Mailbox {

        private static final int WAITING_MAX = 16;

        private final ReentrantLock lock = new ReentrantLock(true);
        private final Condition changed = lock.newCondition();
        private final Deque<Instant> logins = new ArrayDeque<>();
        private Instant leftAloneUntil = Instant.MIN;
        private int connections;
        private int waiting;

        /// Changed only within the map's own lock of this entry.
        private int users;

        /// @return why not; empty if the caller has a place now
        Optional<Turn.Full> enter(Limits limits) throws InterruptedException {
            lock.lock();
            try {
                long left = limits.patience().toNanos();
                Optional<Turn.Full> full = obstacle(limits);
                while (full.isPresent() && worthWaiting(full.get(), left)) {
                    long wait = Math.min(left, full.get().again().toNanos());
                    waiting++;
                    try {
                        left -= wait - changed.awaitNanos(wait);
                    } finally {
                        waiting--;
                    }
                    full = obstacle(limits);
                }
                if (full.isEmpty()) {
                    connections++;
                    logins.add(clock.instant());
                }
                return full;
            } finally {
                lock.unlock();
            }
        }

        private boolean worthWaiting(Turn.Full full, long left) {
            return left > 0
                    && waiting < WAITING_MAX
                    && (full.again().equals(COME_BACK) || full.again().toNanos() <= left);
        }

        private Optional<Turn.Full> obstacle(Limits limits) {
            Instant now = clock.instant();
            while (!logins.isEmpty() && !now.isBefore(logins.getFirst().plus(MINUTE))) {
                logins.removeFirst();
            }
            if (now.isBefore(leftAloneUntil)) {
                return full("the server wants it to be left alone", now, leftAloneUntil);
            }
            if (connections >= limits.connections()) {
                return Optional.of(
                        new Turn.Full(
                                "it has %d connections, and may have no more"
                                        .formatted(connections),
                                COME_BACK));
            }
            return logins.size() < limits.loginsPerMinute()
                    ? Optional.empty()
                    : full(
                            "%d sign-ins a minute are enough".formatted(limits.loginsPerMinute()),
                            now,
                            logins.getFirst().plus(MINUTE));
        }

        private static Optional<Turn.Full> full(String reason, Instant now, Instant until) {
            return Optional.of(new Turn.Full(reason, Duration.between(now, until)));
        }

        void backOff(Duration time) {
            lock.lock();
            try {
                Instant until = clock.instant().plus(time);
                leftAloneUntil = until.isAfter(leftAloneUntil) ? until : leftAloneUntil;
            } finally {
                lock.unlock();
            }
        }

        void leave() {
            lock.lock();
            try {
                connections--;
                changed.signal();
            } finally {
                lock.unlock();
            }
        }

        boolean forgettable() {
            lock.lock();
            try {
                Instant now = clock.instant();
                return !now.isBefore(leftAloneUntil)
                        && (logins.isEmpty() || !now.isBefore(logins.getLast().plus(MINUTE)));
            } finally {
                lock.unlock();
            }
        }
    }
}
